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
