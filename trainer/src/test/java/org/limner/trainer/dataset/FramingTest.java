package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.LabelClass;

/** What could go wrong: photo and labels cut at different places, sides that are mirrored but not renamed. */
class FramingTest {
    private static final ClassTable CLASSES = new ClassTable(
            "test",
            "none",
            "none",
            OptionalInt.of(255),
            List.of(
                    new LabelClass(0, "face", "#000000"),
                    new LabelClass(1, "left eye", "#ff0000"),
                    new LabelClass(2, "right eye", "#00ff00")),
            Map.of(1, 2, 2, 1));

    @Test
    void cutsAndMirrorsPhotoLabelsAndInstancesAlike() {
        // Each pixel says where it came from, in all three parts; sides are not renamed here.
        Example example = positions(20, 16);
        Framing framing = new Framing(20, 16, 8, 8, true);
        SplittableRandom random = new SplittableRandom(1);
        boolean mirrored = false;
        boolean straight = false;
        for (int i = 0; i < 50; i++) {
            Example framed = framing.apply(example, plainClasses(), random);
            InstanceMap instances = framed.instances();
            assertThat(instances).isNotNull();
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    int origin = instances.at(x, y);
                    assertThat(framed.labels().at(x, y)).isEqualTo(origin);
                    assertThat(framed.photo().at(x, y, 0)).isEqualTo(origin % 20);
                    assertThat(framed.photo().at(x, y, 1)).isEqualTo(origin / 20);
                }
            }
            int step = instances.at(1, 0) - instances.at(0, 0);
            assertThat(Math.abs(step)).isEqualTo(1);
            mirrored |= step < 0;
            straight |= step > 0;
        }
        assertThat(mirrored && straight).isTrue();
    }

    @Test
    void reachesEveryPositionOfTheWindow() {
        Framing framing = new Framing(10, 9, 8, 8, false);
        SplittableRandom random = new SplittableRandom(2);
        Set<Integer> corners = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            corners.add((int) framing.apply(positions(10, 9), plainClasses(), random)
                    .labels()
                    .at(0, 0));
        }

        assertThat(corners).containsExactly(0, 1, 2, 10, 11, 12);
    }

    @Test
    void swapsSidesWhenMirrored() {
        Example example =
                new Example("face", new RgbImage(3, 1, new byte[9]), new LabelMap(3, 1, new short[] {1, 0, 3}));

        Example framed = new Framing(3, 1, 3, 1, true).apply(example, CLASSES, () -> -1L); // draws just below 1

        assertThat(framed.labels().indices()).containsExactly((short) 3, (short) 0, (short) 2);
    }

    @Test
    void samplesLabelsUnderTheTargetsCentre() {
        short[] labels = {0, 1, 2, 3, 4, 5, 6};
        Example example = new Example("line", new RgbImage(7, 1, new byte[21]), new LabelMap(7, 1, labels));

        // floor((i + 0.5) * 7 / 3) = 1, 3, 5; floor(i * 7 / 3), the network's own rule, would be 0, 2, 4.
        assertThat(Framing.plain(3, 1).apply(example, CLASSES, () -> 0).labels().indices())
                .containsExactly((short) 1, (short) 3, (short) 5);
    }

    @Test
    void refusesAWindowThatDoesNotFit() {
        assertThatThrownBy(() -> new Framing(100, 60, 64, 64, true))
                .hasMessageContaining("64 x 64")
                .hasMessageContaining("100 x 60");
    }

    @ParameterizedTest
    @CsvSource({ // load 36 x 40, image 32 x 32, from 640 x 480 and 300 x 500
        "RESIZE_AND_CROP, 36 x 40, 36 x 40",
        "CROP, 640 x 480, 300 x 500",
        "SCALE_WIDTH_AND_CROP, 43 x 32, 36 x 60", // 36 x 27 is too low: enlarged to 32
        "SCALE_SHORTSIDE_AND_CROP, 48 x 36, 36 x 60",
        "FIXED, 32 x 32, 32 x 32"
    })
    void loadsAsTheModeSays(Preprocess preprocess, String wide, String tall) {
        Framing framing = framing(preprocess, 36, 40, 32, 32);

        assertThat(framing.loaded("a", new PictureSize(640, 480))).hasToString(wide);
        assertThat(framing.loaded("a", new PictureSize(300, 500))).hasToString(tall);
    }

    @Test
    void scalesTheShortSideInItsForm() {
        // The reference keeps the original short side: 640 x 480 to 286 would be 381 x 480.
        assertThat(framing(Preprocess.SCALE_SHORTSIDE_AND_CROP, 286, 286, 256, 256)
                        .loaded("a", new PictureSize(640, 480)))
                .hasToString("381 x 286");
    }

    @ParameterizedTest
    @CsvSource({"SCALE_WIDTH, 128 x 96", "SCALE_SHORTSIDE, 170 x 128", "NONE, 640 x 480"})
    void refusesAPictureThatDoesNotComeToTheImagesSize(Preprocess preprocess, String reached) {
        Framing framing = framing(preprocess, 128, 128, 128, 128);

        assertThatThrownBy(() -> framing.loaded("train/a", new PictureSize(640, 480)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("train/a is 640 x 480")
                .hasMessageContaining("to " + reached)
                .hasMessageContaining("paints 128 x 128");
    }

    @Test
    void takesAPictureThatDoesComeToTheImagesSize() {
        assertThat(framing(Preprocess.SCALE_WIDTH, 128, 1, 128, 96).loaded("a", new PictureSize(640, 480)))
                .hasToString("128 x 96");
        assertThat(framing(Preprocess.SCALE_SHORTSIDE, 96, 128, 128, 96).loaded("a", new PictureSize(640, 480)))
                .hasToString("128 x 96");
        // 80 is 2.5 times 32: to the even multiple, as Python rounds.
        assertThat(framing(Preprocess.NONE, 1, 1, 64, 96).loaded("a", new PictureSize(80, 110)))
                .hasToString("64 x 96");
    }

    @Test
    void enlargesWhatIsSmallerThanTheWindowAndPadsNothing() {
        Example small = positions(5, 4);
        for (int i = 0; i < small.photo().pixels().length; i++) {
            small.photo().pixels()[i] = 100; // black would be padding
        }
        Framing framing = framing(Preprocess.CROP, 1, 1, 8, 8);

        Example framed = framing.apply(small, plainClasses(), new SplittableRandom(3));

        assertThat(framed.photo().pixels()).containsOnly((byte) 100);
        assertThat(framed.labels().width()).isEqualTo(8);
        assertThat(framing.enlarges(new PictureSize(5, 4))).isTrue();
        assertThat(framing.enlarges(new PictureSize(8, 8))).isFalse();
        // 10 x 8 covers: each label is there twice from top to bottom
        assertThat(framed.labels().at(0, 0)).isEqualTo(framed.labels().at(0, 1));
    }

    @Test
    void enlargesAtRandomWithinTheRange() {
        Framing framing = new Framing(Preprocess.RESIZE_AND_CROP, 100, 1, 10, 1, 1, 1, 2, false);
        int[] ids = new int[100];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i;
        }
        Example line = new Example(
                "line",
                new RgbImage(100, 1, new byte[300]),
                new LabelMap(100, 1, new short[100]),
                new InstanceMap(100, 1, ids));
        SplittableRandom random = new SplittableRandom(4);
        Set<Integer> spans = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            InstanceMap instances = framing.apply(line, plainClasses(), random).instances();
            assertThat(instances).isNotNull();
            spans.add(instances.at(9, 0) - instances.at(0, 0));
        }

        assertThat(spans).allMatch(span -> span >= 4 && span <= 9).hasSizeGreaterThan(3);
    }

    @Test
    void refusesARandomScaleWithoutACrop() {
        assertThatThrownBy(() -> new Framing(Preprocess.FIXED, 8, 8, 8, 8, 1, 1, 1.2, false))
                .hasMessageContaining("'fixed'");
    }

    private static Framing framing(Preprocess preprocess, int loadWidth, int loadHeight, int width, int height) {
        return new Framing(preprocess, loadWidth, loadHeight, width, height, 32, 1, 1, false);
    }

    private static ClassTable plainClasses() {
        return new ClassTable("plain", "none", "none", OptionalInt.empty(), CLASSES.classes(), Map.of());
    }

    private static Example positions(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        short[] labels = new short[width * height];
        int[] ids = new int[width * height];
        for (int i = 0; i < labels.length; i++) {
            pixels[3 * i] = (byte) (i % width);
            pixels[3 * i + 1] = (byte) (i / width);
            labels[i] = (short) i;
            ids[i] = i;
        }
        return new Example(
                "positions",
                new RgbImage(width, height, pixels),
                new LabelMap(width, height, labels),
                new InstanceMap(width, height, ids));
    }
}
