package org.limner.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What could go wrong: void that counts, a class that is nowhere and pulls the mean down, a mean over pictures instead of pixels. */
class ConfusionMatrixTest {
    private static final short VOID = 3;
    private static final boolean[] ALL = {true, true, true, false};

    @Test
    void countsOverAllPicturesAndLeavesVoidOut() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(new short[] {0, 0, 0, VOID}, new short[] {0, 0, 1, 2}, ALL);
        matrix.add(new short[] {1}, new short[] {1}, ALL);

        assertThat(matrix.pixels()).isEqualTo(4);
        assertThat(matrix.pixelAccuracy().orElseThrow()).isEqualTo(0.75); // by pictures it would be 5/6
        assertThat(matrix.intersectionOverUnion(0).orElseThrow()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(matrix.intersectionOverUnion(1).orElseThrow()).isEqualTo(0.5);
        assertThat(matrix.meanIntersectionOverUnion().orElseThrow()).isCloseTo((2.0 / 3 + 0.5) / 2, within(1e-12));
    }

    @Test
    void aClassThatIsNowhereHasNoValueThoughGuessesOfItAreErrors() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(new short[] {0, 0}, new short[] {0, 2}, ALL);

        assertThat(matrix.intersectionOverUnion(2)).isEmpty();
        assertThat(matrix.meanIntersectionOverUnion().orElseThrow()).isEqualTo(0.5);
    }

    @Test
    void aGuessThatIsNoClassIsAnError() {
        ConfusionMatrix matrix = new ConfusionMatrix(1);
        matrix.add(new short[] {0, 0}, new short[] {0, -1}, new boolean[] {true, false});

        assertThat(matrix.pixelAccuracy().orElseThrow()).isEqualTo(0.5);
        assertThat(matrix.intersectionOverUnion(0).orElseThrow()).isEqualTo(0.5);
    }

    @Test
    void ignoredLabelsDoNotCount() {
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        matrix.add(new short[] {0, 1}, new short[] {1, 1}, new boolean[] {false, true, false});

        assertThat(matrix.pixels()).isEqualTo(1);
        assertThat(matrix.pixelAccuracy().orElseThrow()).isEqualTo(1);
    }

    @Test
    void saysNothingWithoutPixels() {
        ConfusionMatrix matrix = new ConfusionMatrix(2);

        assertThat(matrix.pixelAccuracy()).isEmpty();
        assertThat(matrix.meanIntersectionOverUnion()).isEmpty();
    }

    @Test
    void refusesMapsOfTwoSizes() {
        assertThatThrownBy(() -> new ConfusionMatrix(2).add(new short[4], new short[5], new boolean[3]))
                .hasMessageContaining("4 labels but 5 predicted");
    }
}
