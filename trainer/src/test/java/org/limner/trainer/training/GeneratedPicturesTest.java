package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limner.trainer.dataset.RgbImage;

/** What could go wrong: planes taken for pixels, a level rounded up, a value beyond 1 that wraps around. */
class GeneratedPicturesTest {
    @Test
    void cutsLevelsOffAndClipsThem() {
        float[] image = {-1, 1, 0, 1.5f, -1.5f, 0.999f, 1, 1, 1, 1, 1, 1};

        List<RgbImage> pictures = GeneratedPictures.of(image, 2, 1);

        assertThat(pictures).hasSize(2);
        assertThat(pictures.get(0).pixels())
                .containsExactly(0, 127, 0, 255, 255, 254); // planes -1 1, 0 1.5, -1.5 0.999
        assertThat(pictures.get(1).pixels()).containsOnly(255);
    }
}
