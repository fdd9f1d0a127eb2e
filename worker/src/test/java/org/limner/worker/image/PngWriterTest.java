package org.limner.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.job.JobLimits;
import org.limner.worker.fixture.Pictures;

/** What can go wrong: a filter that does not undo, a checksum, a picture that is larger than it needs to be. */
class PngWriterTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "64, 32", "257, 100", "1, 300"})
    void platformsReaderFindsEveryPixel(int width, int height) throws Exception {
        for (RgbImage picture : new RgbImage[] {
            Pictures.waves(5, width, height), Pictures.flat(0x102030, width, height), noise(width, height)
        }) {
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(new PngWriter().write(picture)));

            assertThat(read.getWidth()).isEqualTo(width);
            assertThat(read.getHeight()).isEqualTo(height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    if ((read.getRGB(x, y) & 0xFFFFFF) != picture.rgb(x, y)) {
                        assertThat(read.getRGB(x, y) & 0xFFFFFF)
                                .as("(%d, %d)", x, y)
                                .isEqualTo(picture.rgb(x, y));
                    }
                }
            }
        }
    }

    @Test
    void everyLevelGivesTheSamePixels() throws Exception {
        RgbImage picture = Pictures.waves(6, 80, 50);
        PhotoDecoder decoder = new PhotoDecoder(JobLimits.DEFAULT);

        for (int level = 0; level <= 9; level++) {
            assertThat(decoder.decode(new PngWriter(level).write(picture)))
                    .as("level %d", level)
                    .isEqualTo(picture);
        }
    }

    @Test
    void filtersMakeSmoothPicturesSmall() {
        RgbImage smooth = Pictures.waves(7, 128, 128);

        assertThat(new PngWriter().write(smooth)).hasSizeLessThan(128 * 128 * 3 * 6 / 10);
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        new Random(20260807).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
