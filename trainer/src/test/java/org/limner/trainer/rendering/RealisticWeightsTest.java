package org.limner.trainer.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.network.BatchNormEpsilon;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;

/** What could go wrong: images of one colour or at their limits, in which graphs agree whatever they compute. */
class RealisticWeightsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "STYLE, NORMAL, 3, 64, 64",
        "LABEL, NORMAL, 3, 64, 64",
        "STYLE, MOST, 5, 128, 128",
        "STYLE, MORE, 1, 64, 128"
    })
    void imagesUseTheirRangeAndGraphsAgree(Input input, Upsampling upsampling, int kernel, int height, int width)
            throws IOException {
        GeneratorShape shape = shape(input, upsampling, kernel, height, width);
        List<RenderedGraph> graphs = RenderedGraph.export(shape, true, 3, folder);
        RenderMask mask =
                RenderMasks.scenes(1, RenderedGraph.geometry(shape, true)).get(0);
        float[] plain = image(graphs.get(0), mask);
        float[] window = image(graphs.get(1), mask);

        double mean = 0;
        double square = 0;
        int atLimits = 0;
        for (int i = 0; i < plain.length; i++) {
            mean += plain[i] / plain.length;
            square += plain[i] * plain[i] / plain.length;
            atLimits += Math.abs(plain[i]) > 0.99 ? 1 : 0;
            assertThat(window[i]).isCloseTo(plain[i], offset(3e-5f));
        }
        assertThat(Math.sqrt(square - mean * mean)).isBetween(0.15, 0.7);
        assertThat((double) atLimits / plain.length).isLessThan(0.05);
    }

    @Test
    void sameSeedGivesTheSameBitsAndTheGeneratorTakesThem() {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, 64, 64);
        StateDict weights = RealisticWeights.of(shape, 5);

        new SpadeGenerator(shape, false, BatchNormEpsilon.ADDED).check(weights); // a whole state dict
        StateDict again = RealisticWeights.of(shape, 5);
        StateDict other = RealisticWeights.of(shape, 6);
        weights.tensors().forEach((name, tensor) -> {
            if (!tensor.type().floating()) { // counts of batches
                return;
            }
            assertThat(again.get(name).floats()).as(name).isEqualTo(tensor.floats());
            assertThat(other.get(name).floats()).as(name).isNotEqualTo(tensor.floats());
        });
    }

    private static float[] image(RenderedGraph graph, RenderMask mask) {
        try (GraphRunner runner = GraphRunner.open(graph, 1)) {
            runner.prepare(mask, 1, 7);
            return runner.image();
        }
    }

    private static GeneratorShape shape(Input input, Upsampling upsampling, int kernel, int height, int width) {
        Architecture architecture = new Architecture(input, upsampling, kernel, Normalization.BATCH, 8, 4);
        return new GeneratorShape(architecture, 20, height, width, input == Input.STYLE ? 16 : 0);
    }
}
