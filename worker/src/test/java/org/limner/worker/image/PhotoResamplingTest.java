package org.limner.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.worker.fixture.Pictures;

/** What can go wrong: half a pixel of shift, channels mixed, aliasing where there must be none and the other way round. */
class PhotoResamplingTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "13, 40", "64, 64", "200, 31"})
    void flatPictureStaysFlat(int width, int height) {
        RgbImage flat = Pictures.flat(0x14C8FF, width, height);

        assertThat(PhotoResampling.bicubic(flat, 48, 20)).isEqualTo(Pictures.flat(0x14C8FF, 48, 20));
    }

    @Test
    void sameSizeIsTheSamePicture() {
        RgbImage picture = Pictures.waves(13, 31, 17);

        assertThat(PhotoResampling.bicubic(picture, 31, 17)).isEqualTo(picture);
    }

    /** A step from 0 to 255 enlarged twice: Catmull-Rom weights at a quarter and three quarters between pixels. */
    @Test
    void enlargingFollowsTheCubic() {
        RgbImage step = greys(0, 0, 0, 255, 255, 255);

        RgbImage enlarged = PhotoResampling.bicubic(step, 12, 1);

        // -255 * (w(1.25) + ..): 0.0234375 and 0.0703125 of 255 beyond the flat values, cut off at 0 and 255;
        // between the middle pixels 0.203125 and 0.796875 of 255
        assertThat(values(enlarged)).containsExactly(0, 0, 0, 0, 0, 52, 203, 255, 255, 255, 255, 255);
    }

    @Test
    void shrinkingAveragesWhatItCovers() {
        int[] stripes = new int[64];
        for (int i = 0; i < 64; i += 2) {
            stripes[i] = 200;
        }

        RgbImage shrunk = PhotoResampling.bicubic(greys(stripes), 8, 1);

        for (int value : values(shrunk)) {
            assertThat(value).isCloseTo(100, offset(8)); // one stripe more or less within the kernel at the borders
        }
    }

    @Test
    void shrinkingBothWaysKeepsAPlane() {
        byte[] pixels = new byte[60 * 40 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3 % 60 * 2 + i / 3 / 60); // 2 x + y
        }

        RgbImage shrunk = PhotoResampling.bicubic(new RgbImage(60, 40, pixels), 30, 10);

        // pixel (x, y) of the small picture has its centre at (2 x + 0.5, 4 y + 1.5) of the large one
        for (int y = 2; y < 8; y++) {
            for (int x = 2; x < 28; x++) {
                assertThat(shrunk.rgb(x, y) & 0xFF).isCloseTo(4 * x + 1 + 4 * y + 1, offset(1));
            }
        }
    }

    @Test
    void bilinearTakesTwoNeighboursOfTheCentreHoweverMuchItShrinks() {
        RgbImage ramp = greys(0, 10, 20, 30, 40, 50, 60, 255); // centres of 2 from 8: 1.5 and 5.5

        float[] planes = PhotoResampling.bilinearPlanes(ramp, 2);

        assertThat(planes).hasSize(12);
        assertThat(planes[0]).isCloseTo(15 / 255f * 2 - 1, offset(1e-6f));
        assertThat(planes[1]).isCloseTo(55 / 255f * 2 - 1, offset(1e-6f));
        assertThat(planes[2]).isEqualTo(planes[0]); // one row: held
    }

    @Test
    void bilinearEnlargesBetweenCentresAndHoldsTheBorders() {
        RgbImage pair = greys(0, 100);

        float[] planes = PhotoResampling.bilinearPlanes(pair, 4);

        float[] expected = {0, 25, 75, 100};
        for (int i = 0; i < 4; i++) {
            assertThat(planes[i]).isCloseTo(expected[i] / 255 * 2 - 1, offset(1e-6f));
        }
    }

    @Test
    void planesAreRedGreenBlueInMinusOneToOne() {
        float[] planes = PhotoResampling.bilinearPlanes(Pictures.flat(0xFF0080, 5, 3), 2);

        assertThat(planes).containsExactly(1, 1, 1, 1, -1, -1, -1, -1, planes[8], planes[8], planes[8], planes[8]);
        assertThat(planes[8]).isCloseTo(128 / 255f * 2 - 1, offset(1e-6f));
    }

    private static RgbImage greys(int... values) {
        byte[] pixels = new byte[values.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) values[i / 3];
        }
        return new RgbImage(values.length, 1, pixels);
    }

    private static int[] values(RgbImage image) {
        int[] values = new int[image.width()];
        for (int x = 0; x < values.length; x++) {
            values[x] = image.rgb(x, 0) & 0xFF;
        }
        return values;
    }
}
