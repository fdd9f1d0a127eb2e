package org.limner.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.limner.trainer.dataset.RgbImage;

/** What could go wrong: a generator that ignores its styles looks as if it obeyed them. */
class StyleProbeTest {
    private static final double[] PHOTOS = {50, 100, 150, 200};

    @Test
    void concordanceIsOneOnlyWhereColoursAreEqual() {
        double[] faint = {120.00, 120.01, 120.02, 120.03};

        assertThat(StyleProbe.correlation(PHOTOS, PHOTOS)).isCloseTo(1, within(1e-12));
        assertThat(StyleProbe.concordance(PHOTOS, PHOTOS)).isCloseTo(1, within(1e-12));
        assertThat(StyleProbe.correlation(PHOTOS, faint)).isCloseTo(1, within(1e-9));
        assertThat(StyleProbe.concordance(PHOTOS, faint)).isLessThan(0.001);
        assertThat(StyleProbe.concordance(PHOTOS, new double[] {200, 150, 100, 50}))
                .isCloseTo(-1, within(1e-12));
    }

    @Test
    void whatDoesNotVaryCorrelatesWithNothing() {
        assertThat(StyleProbe.correlation(PHOTOS, new double[] {7, 7, 7, 7})).isNaN();
    }

    @Test
    void meanColourIsPerChannel() {
        RgbImage image = new RgbImage(2, 1, new byte[] {0, 10, (byte) 255, 2, 20, (byte) 255});

        assertThat(StyleProbe.meanColor(image)).containsExactly(1, 15, 255);
    }

    @Test
    void divergenceFromStandardNormalIsTheClosedForm() {
        StyleCode code = new StyleCode(new float[] {1, 0}, new float[] {0, (float) Math.log(4)});

        assertThat(code.divergence()).isCloseTo(0.5 + (4 - 1 - Math.log(4)) / 2, within(1e-6));
    }
}
