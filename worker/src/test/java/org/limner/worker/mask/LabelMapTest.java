package org.limner.worker.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.fixture.Masks;
import org.limner.worker.fixture.TinyBundle;

/**
 * What can go wrong: an id that the graph has no channel for, columns and rows exchanged, a sampling rule other than the
 * training data's, void taken for a class.
 */
class LabelMapTest {
    @TempDir
    private Path folder;

    private BundleManifest bundle;

    @BeforeEach
    void bundleOfFourLabels() {
        bundle = TinyBundle.DEFAULT.write(folder.resolve("tiny")).manifest();
    }

    @Test
    void keepsTheIdsOfAMaskOfTheBundlesSize() throws Exception {
        IndexImage mask = Masks.random(new Random(20260804), 64, 32, 0, 1, 2, 3);

        LabelMap labels = LabelMap.of(mask, bundle);

        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 64; x++) {
                assertThat(labels.at(x, y)).isEqualTo(mask.at(x, y));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "64, 32", "65, 31", "100, 77", "128, 64", "640, 480", "1, 1000"})
    void takesThePixelWhoseCellHoldsTheCentre(int width, int height) throws Exception {
        IndexImage mask = Masks.random(new Random(20260805), width, height, 0, 1, 2, 3);

        LabelMap labels = LabelMap.of(mask, bundle);

        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 64; x++) {
                int column = (int) Math.floor((x + 0.5) * width / 64);
                int row = (int) Math.floor((y + 0.5) * height / 32);
                assertThat(labels.at(x, y)).as("(%d, %d)", x, y).isEqualTo(mask.at(column, row));
            }
        }
    }

    /** The sizes for which this rule and the networks' floor(i * in / out) differ, as written down in the contract. */
    @Test
    void samplingRuleIsNotTheNetworks() {
        assertThat(NearestCentre.indices(7, 3)).containsExactly(1, 3, 5);
        assertThat(NearestCentre.indices(10, 4)).containsExactly(1, 3, 6, 8);
        assertThat(NearestCentre.indices(3, 7)).containsExactly(0, 0, 1, 1, 1, 2, 2);
    }

    @Test
    void voidBecomesTheIndexAfterTheLastLabel() throws Exception {
        LabelMap labels = LabelMap.of(new IndexImage(2, 1, new short[] {3, 255}), bundle);

        assertThat(labels.at(31, 0)).isEqualTo(3);
        assertThat(labels.at(32, 0)).isEqualTo(4);
        assertThat(labels.classes()).isEqualTo(4);
    }

    @Test
    void rejectsLabelBeyondBundlesCountWithItsPlace() {
        short[] values = new short[300 * 300];
        values[203 * 300 + 17] = 34;

        assertRejected(
                new IndexImage(300, 300, values),
                "mask has label 34 at (17, 203) but bundle 'tiny@1' has 4 labels (0 to 3) and void 255");
    }

    @Test
    void rejectsIdOfTheVoidChannelItself() {
        // 4 is where void goes; in a mask it is an id nobody named.
        assertRejected(
                new IndexImage(1, 1, new short[] {4}),
                "mask has label 4 at (0, 0) but bundle 'tiny@1' has 4 labels (0 to 3) and void 255");
    }

    @Test
    void rejectsLabelInAPixelThatIsNotSampled() {
        short[] values = new short[640 * 320];
        values[0] = 9; // of ten columns and rows, the sixth is taken

        assertRejected(
                new IndexImage(640, 320, values),
                "mask has label 9 at (0, 0) but bundle 'tiny@1' has 4 labels (0 to 3) and void 255");
    }

    @Test
    void rejectsIdsOfSixteenBitsAsTheyAre() {
        assertRejected(
                new IndexImage(1, 1, new short[] {(short) 65_535}),
                "mask has label 65535 at (0, 0) but bundle 'tiny@1' has 4 labels (0 to 3) and void 255");
    }

    private void assertRejected(IndexImage mask, String message) {
        assertThatThrownBy(() -> LabelMap.of(mask, bundle))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).isEqualTo(ErrorCode.LABEL_OUT_OF_RANGE));
    }
}
