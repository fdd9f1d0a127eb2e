package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What could go wrong: a shift by half a pixel, a kernel that is not stretched when shrinking, wrong borders. */
class BicubicResamplerTest {
    @Test
    void leavesAnImageOfTheSameSizeAsItIs() {
        RgbImage image = noise(7, 5);

        assertThat(new BicubicResampler(7, 5, 7, 5).resample(image).pixels()).isEqualTo(image.pixels());
    }

    @Test
    void enlargesByKeysCubicWithTheBordersWeightsRenormalised() {
        // By hand: target centres 0.25, 0.75, 1.25, 1.75; cubic(0.25) = 0.8671875, cubic(1.25) = -0.0703125,
        // cubic(0.75) = 0.2265625. First: -0.0703125 / 0.796875 * 255 = -22.5; second: 0.2265625 / 1.09375 * 255 =
        // 52.8.
        RgbImage image = grey(2, 1, 0, 255);

        assertThat(row(new BicubicResampler(2, 1, 4, 1).resample(image))).containsExactly(0, 53, 202, 255);
    }

    @Test
    void shrinksWithTheKernelStretchedByTheFactor() {
        // By hand for 8 -> 4, target 1: its centre is 3, so source i is (i - 2.5) / 2 away, and an impulse of 255 there
        // gives cubic(0.25) = 0.8671875, cubic(0.75) = 0.2265625, cubic(1.25) = -0.0703125 or cubic(1.75) = -0.0234375,
        // over the seven taps' sum 2.0234375; negative ones are clipped.
        int[] expected = {0, 29, 109, 109, 29, 0, 0};
        for (int i = 0; i < 7; i++) {
            int[] values = new int[8];
            values[i] = 255;

            assertThat(row(new BicubicResampler(8, 1, 4, 1).resample(grey(8, 1, values)))[1])
                    .as("impulse at %d", i)
                    .isEqualTo(expected[i]);
        }
    }

    @Test
    void keepsAConstantImageConstant() {
        RgbImage image = grey(9, 1, 77, 77, 77, 77, 77, 77, 77, 77, 77);

        assertThat(row(new BicubicResampler(9, 1, 5, 3).resample(image))).containsOnly(77);
    }

    @Test
    void treatsRowsAndColumnsAlike() {
        RgbImage image = noise(12, 12);
        RgbImage small = new BicubicResampler(12, 12, 5, 12).resample(image);
        RgbImage transposed = new BicubicResampler(12, 12, 12, 5).resample(transposed(image));

        assertThat(transposed(transposed).pixels()).isEqualTo(small.pixels());
    }

    @Test
    void refusesAnImageOfAnotherSize() {
        assertThatThrownBy(() -> new BicubicResampler(4, 4, 2, 2).resample(noise(4, 5)))
                .hasMessageContaining("4 x 5")
                .hasMessageContaining("4 x 4");
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        new Random(20260101).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    private static RgbImage grey(int width, int height, int... values) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) values[i / 3];
        }
        return new RgbImage(width, height, pixels);
    }

    private static int[] row(RgbImage image) {
        int[] values = new int[image.width()];
        for (int x = 0; x < values.length; x++) {
            values[x] = image.at(x, 0, 1);
        }
        return values;
    }

    private static RgbImage transposed(RgbImage image) {
        byte[] pixels = new byte[image.pixels().length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    pixels[(x * image.height() + y) * 3 + channel] = (byte) image.at(x, y, channel);
                }
            }
        }
        return new RgbImage(image.height(), image.width(), pixels);
    }
}
