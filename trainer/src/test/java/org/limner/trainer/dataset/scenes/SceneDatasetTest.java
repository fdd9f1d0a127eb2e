package org.limner.trainer.dataset.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.LabelMap;

/** A drawn data set could differ from run to run, leave holes, or never show some class. */
class SceneDatasetTest {
    private final SceneDataset scenes = new SceneDataset("scenes/train", 20260817, 200, 64, 64);

    @Test
    void drawsTheSameSceneAtEveryCall() {
        Example once = scenes.example(17);
        Example again = new SceneDataset("scenes/train", 20260817, 2000, 64, 64).example(17);

        assertThat(again.labels().indices()).isEqualTo(once.labels().indices());
        assertThat(again.photo().pixels()).isEqualTo(once.photo().pixels());
    }

    /** Look at golden-photo.png: a model learned from such pictures, so a change of them is a decision. */
    @Test
    void drawsThePicturesItAlwaysDrewOnEveryJdk() throws IOException {
        Example example = SceneDataset.train(33, 9, 64, 64).example(8);
        BufferedImage photo = ImageIO.read(getClass().getResource("golden-photo.png"));
        BufferedImage mask = ImageIO.read(getClass().getResource("golden-mask.png"));
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                int rgb = example.photo().at(x, y, 0) << 16
                        | example.photo().at(x, y, 1) << 8
                        | example.photo().at(x, y, 2);
                assertThat(rgb).as("colour at (%d, %d)", x, y).isEqualTo(photo.getRGB(x, y) & 0xffffff);
                assertThat(example.labels().at(x, y))
                        .as("label at (%d, %d)", x, y)
                        .isEqualTo(mask.getRaster().getSample(x, y, 0));
            }
        }
    }

    @Test
    void drawsTheSameFromSeveralThreads() {
        List<Integer> alone = IntStream.range(0, 60).mapToObj(this::digest).toList();
        List<Integer> together =
                IntStream.range(0, 60).parallel().mapToObj(this::digest).toList();

        assertThat(together).isEqualTo(alone);
    }

    @Test
    void drawsOtherScenesForOtherIndicesAndSeeds() {
        byte[] scene = scenes.example(17).photo().pixels();

        assertThat(scenes.example(18).photo().pixels()).isNotEqualTo(scene);
        assertThat(new SceneDataset("scenes/val", 20260818, 200, 64, 64)
                        .example(17)
                        .photo()
                        .pixels())
                .isNotEqualTo(scene);
    }

    @ParameterizedTest
    @CsvSource({"32, 32", "33, 47", "128, 96", "96, 160", "300, 64", "256, 256"})
    void labelsEveryPixelWithAClassAtAnySize(int width, int height) {
        SceneDataset sized = new SceneDataset("sized", 5, 12, width, height);
        for (int index = 0; index < sized.size(); index++) {
            Example example = sized.example(index);
            assertThat(example.photo().width()).isEqualTo(width);
            assertThat(example.photo().height()).isEqualTo(height);
            for (short label : example.labels().indices()) {
                assertThat((int) label).isBetween(0, sized.classes().count() - 1);
            }
        }
    }

    @Test
    void showsEveryClassOftenEnoughToLearnAndNoneAlways() {
        int classes = scenes.classes().count();
        int[] scenesWith = new int[classes];
        long[] pixels = new long[classes];
        for (int index = 0; index < scenes.size(); index++) {
            boolean[] seen = new boolean[classes];
            for (short label : scenes.example(index).labels().indices()) {
                seen[label] = true;
                pixels[label]++;
            }
            for (int label = 0; label < classes; label++) {
                scenesWith[label] += seen[label] ? 1 : 0;
            }
        }
        double all = Arrays.stream(pixels).sum();
        for (SceneClass each : SceneClass.values()) {
            assertThat(scenesWith[each.label()])
                    .as("scenes with %s", each.title())
                    .isGreaterThan(20);
            assertThat(pixels[each.label()] / all)
                    .as("share of %s", each.title())
                    .isBetween(0.001, 0.45);
        }
    }

    @Test
    void showsTheSamePlaceInEverySize() {
        LabelMap small = new SceneDataset("small", 9, 20, 64, 64).example(3).labels();
        LabelMap large = new SceneDataset("large", 9, 20, 192, 192).example(3).labels();
        int same = 0;
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                same += small.at(x, y) == large.at(3 * x + 1, 3 * y + 1) ? 1 : 0;
            }
        }
        assertThat(same / 4096.0).isCloseTo(1, within(0.05));
    }

    @Test
    void refusesSizesAndIndicesItCannotDraw() {
        assertThatThrownBy(() -> new SceneDataset("tiny", 1, 10, 31, 64)).hasMessageContaining("31 x 64");
        assertThatThrownBy(() -> new SceneDataset("empty", 1, 0, 64, 64)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> scenes.example(200)).hasMessageContaining("200 of 200");
    }

    @Test
    void writesItsClassesAsAFolderDataSetReadsThem(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("classes.json");
        scenes.classes().write(file);

        assertThat(ClassTable.read(file)).isEqualTo(scenes.classes());
    }

    private int digest(int index) {
        Example example = scenes.example(index);
        return 31 * Arrays.hashCode(example.photo().pixels())
                + Arrays.hashCode(example.labels().indices());
    }
}
