package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.worker.fixture.Pictures;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.fixture.TinyGraphs;
import org.limner.worker.style.StyleEncoder;
import org.limner.worker.style.StyleEncoding;

/** What can go wrong: channels exchanged, a range other than [-1, 1], mean and variance exchanged. */
class OnnxStyleEncoderTest {
    @Test
    void encodesAPhotographOfAnySize(@TempDir Path folder) throws Exception {
        try (StyleEncoder encoder =
                OnnxStyleEncoder.open(TinyBundle.DEFAULT.write(folder), new SessionSettings(new Device.Cpu(), 1))) {
            for (int side : new int[] {1, 16, 64, 333}) {
                StyleEncoding encoding = encoder.encode(Pictures.flat(0xFF8000, side, side + 1));

                float[] color = {1, 128 / 255f * 2 - 1, -1};
                for (int k = 0; k < 8; k++) {
                    assertThat(encoding.mu()[k]).isCloseTo(color[k % 3], offset(1e-5f));
                    assertThat(encoding.logvar()[k]).isEqualTo(TinyGraphs.LOGVAR);
                }
            }
        }
    }
}
