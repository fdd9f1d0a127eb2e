package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;

/**
 * The networks at their real sizes against the counts that the paper's tables 3 and 4 round (Park et al. 2019, arXiv
 * 1903.07291) and the reference's own; counted from the layouts, so no weight is made. {@link SpadeGeneratorTest} has the
 * generator's exact counts.
 */
class ParameterCountTest {
    /** ADE20K: 150 labels and don't-care. */
    private static final int ADE20K = 151;

    @ParameterizedTest
    @CsvSource({
        // kernel, ngf -> millions; 96M, 61M and 141M are the rows of the paper's tables
        "3, 32, 33.1",
        "3, 40, 45.8",
        "3, 48, 60.6",
        "3, 56, 77.5",
        "3, 64, 96.5",
        "3, 72, 117.5",
        "3, 80, 140.7",
        "1, 64, 71.3",
        "5, 64, 146.9",
    })
    void decodersHaveThePapersSizes(int kernel, int ngf, double millions) {
        assertThat(rounded(generator(ADE20K, kernel, ngf), 1e5)).isEqualTo(Math.round(millions * 10));
    }

    @ParameterizedTest
    @CsvSource({
        // classes, don't-care and instance edges -> millions
        "coco, 184, 5.905",
        "ade20k, 151, 5.837",
        "cityscapes, 36, 5.601",
        "facades, 13, 5.554",
        "custom, 14, 5.556",
    })
    void discriminatorsHaveTheReferencesSizes(String data, int channels, double millions) {
        long count = new MultiscaleDiscriminator(channels + 3, 64, 2, 4).trainableCount();

        assertThat(rounded(count, 1e3)).as(data).isEqualTo(Math.round(millions * 1000));
    }

    @ParameterizedTest
    @CsvSource({"true, 96492483", "false, 96492483"})
    void spectralNormAddsNothingThatIsTrained(boolean spectralNorm, long count) {
        SpadeGenerator generator = new SpadeGenerator(shape(ADE20K, 3, 64), spectralNorm, BatchNormEpsilon.ADDED);

        assertThat(generator.trainableCount()).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({
        // 128 + 256 + 512 channels per scale are normalised: a bias each, or a scale and a shift
        "INSTANCE, 5904514",
        "NONE, 5906306",
        "BATCH, 5908098",
    })
    void discriminatorsBiasesAreThereWhereNoNormTakesThemOut(
            MultiscaleDiscriminator.Normalization normalization, long count) {
        MultiscaleDiscriminator discriminator = new MultiscaleDiscriminator(187, 64, 2, 4, normalization, true);

        assertThat(discriminator.trainableCount()).isEqualTo(count);
    }

    private static long rounded(long count, double unit) {
        return Math.round(count / unit);
    }

    private static long generator(int channels, int kernel, int ngf) {
        return new SpadeGenerator(shape(channels, kernel, ngf)).trainableCount();
    }

    private static GeneratorShape shape(int channels, int kernel, int ngf) {
        Architecture architecture =
                new Architecture(Input.LABEL, Upsampling.NORMAL, kernel, Normalization.BATCH, 128, ngf);
        return new GeneratorShape(architecture, channels, 256, 256, 0);
    }
}
