package org.limner.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What could go wrong: half a pixel of shift, weights that do not sum to one, borders that darken. */
class KernelTest {
    @Test
    void areaTakesTheMeanOfWhatItCovers() {
        assertThat(row(Kernel.AREA, 2, 1, 3, 5, 7)).containsExactly(2, 6);
        assertThat(row(Kernel.AREA, 2, 0, 3, 9)).containsExactly(1, 7); // (0 + 3/2) / 1.5 and (3/2 + 9) / 1.5
    }

    @Test
    void bilinearTakesTheTwoAroundTheCentre() {
        assertThat(row(Kernel.BILINEAR, 4, 0, 8)).containsExactly(0, 2, 6, 8);
        assertThat(row(Kernel.BILINEAR, 2, 1, 2, 3, 4, 5, 6)).containsExactly(2, 5); // skips the others
    }

    @Test
    void antialiasingChangesNothingWhenEnlarging() {
        float[] plain = row(Kernel.BILINEAR, 7, 3, 1, 4, 1);
        float[] antialiased = row(Kernel.BILINEAR_ANTIALIASED, 7, 3, 1, 4, 1);

        for (int i = 0; i < plain.length; i++) {
            assertThat(antialiased[i]).isCloseTo(plain[i], within(1e-6f));
        }
    }

    @Test
    void antialiasedTriangleReachesAsFarAsItShrinks() {
        // Halving: weights 1, 3, 3, 1 of 8 around the centre; the border's falls away.
        assertThat(row(Kernel.BILINEAR_ANTIALIASED, 4, 0, 0, 0, 8, 0, 0, 0, 0)).containsExactly(0, 3, 1, 0);
    }

    @Test
    void nearestTakesThePixelUnderTheCentre() {
        assertThat(row(Kernel.NEAREST, 2, 1, 2, 3, 4)).containsExactly(2, 4);
        assertThat(row(Kernel.NEAREST, 3, 1, 2)).containsExactly(1, 2, 2);
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnEvenPictureEven(Kernel kernel) {
        float[] even = new float[3 * 10 * 7];
        java.util.Arrays.fill(even, 0.25f);

        for (int[] size : new int[][] {{3, 4}, {25, 11}, {7, 10}}) {
            Planes resized = kernel.resize(new Planes(3, 7, 10, even), size[0], size[1]);
            assertThat(resized.width()).isEqualTo(size[0]);
            assertThat(resized.height()).isEqualTo(size[1]);
            for (float value : resized.values()) {
                assertThat(value).isCloseTo(0.25f, within(1e-6f));
            }
        }
    }

    private static float[] row(Kernel kernel, int width, float... values) {
        float[] across =
                kernel.resize(new Planes(1, values.length, 1, values), width, 1).values();
        float[] down =
                kernel.resize(new Planes(1, 1, values.length, values), 1, width).values();
        assertThat(down).isEqualTo(across);
        return across;
    }
}
