package org.limner.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.limner.schemas.job.JobLimits;
import org.limner.worker.fixture.Pictures;

/** What can go wrong: red and blue exchanged, halved chroma, a quality that changes nothing. */
class JpegWriterTest {
    private final JpegWriter writer = new JpegWriter();
    private final PhotoDecoder decoder = new PhotoDecoder(JobLimits.DEFAULT);

    @Test
    void keepsColors() throws Exception {
        for (int color : new int[] {0xff0000, 0x00ff00, 0x0000ff, 0x123456, 0xffffff}) {
            RgbImage picture = Pictures.flat(color, 40, 24);

            assertThat(Pictures.largestDifference(decoder.decode(writer.write(picture, 100)), picture))
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void highQualityIsNearThePicture() throws Exception {
        RgbImage picture = Pictures.waves(8, 120, 90);

        assertThat(Pictures.largestDifference(decoder.decode(writer.write(picture, 95)), picture))
                .isLessThan(24);
    }

    @Test
    void lowerQualityIsSmaller() {
        RgbImage picture = Pictures.waves(9, 120, 90);

        assertThat(writer.write(picture, 40).length).isLessThan(writer.write(picture, 90).length / 2);
    }

    /** Sampling factors of all three components are 1: hexadecimal 11 after each component's id. */
    @Test
    void doesNotHalveTheChroma() {
        String file = HexFormat.of().formatHex(writer.write(Pictures.waves(10, 32, 16), 92));

        assertThat(file).contains("ffc0001108" + "0010" + "0020" + "03" + "011100" + "021101" + "031101");
    }
}
