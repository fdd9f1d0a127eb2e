package org.limner.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.Precision;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.network.Encoding;
import org.limner.trainer.network.EngineForTests;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** The encoder's graph in ONNX Runtime against the trainer's forward pass; its features must flatten in the same order. */
class EncoderGraphTest {
    private static final double PARITY = 3e-5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"INSTANCE, true", "NONE, true", "INSTANCE, false", "NONE, false"})
    void findsTheStyleThatTheTrainerFinds(ImageEncoder.Normalization normalization, boolean spectralNorm)
            throws IOException {
        ImageEncoder encoder = new ImageEncoder(3, 5, normalization, spectralNorm);
        StateDict weights = LivelyWeights.encoder(encoder, 11);
        Path file = folder.resolve("encoder.onnx");
        EncoderGraph.build(weights, Precision.FP32, Map.of()).write(file);
        WeightTensor images = Tensors.random(12, 2, 3, 256, 256);

        try (GraphSession session = GraphSession.open(file);
                NDManager manager = EngineForTests.manager();
                Parameters parameters = Parameters.from(weights, manager)) {
            Map<String, WeightTensor> styles = session.run(Map.of("image", images));
            Encoding trainer =
                    encoder.forward(parameters, manager.create(images.floats(), new Shape(images.shape())), false);

            assertThat(styles.get("mu").shape()).containsExactly(2, 5);
            assertThat(Tensors.deviation(styles.get("mu").floats())).isGreaterThan(0.1);
            assertThat(Tensors.largestDifference(
                            styles.get("mu").floats(), trainer.mu().toFloatArray()))
                    .isLessThan(PARITY);
            assertThat(Tensors.largestDifference(
                            styles.get("logvar").floats(), trainer.logvar().toFloatArray()))
                    .isLessThan(PARITY);
        }
    }

    @Test
    void namesTheMissingLayer() {
        StateDict weights = new StateDict();
        LivelyWeights.encoder(3, 5, 11).tensors().forEach((name, tensor) -> {
            if (!name.startsWith("layer6.")) {
                weights.put(name, tensor);
            }
        });

        assertThatThrownBy(() -> EncoderGraph.build(weights, Precision.FP32, Map.of()))
                .hasMessageContaining("'layer6.0.weight_orig' is missing");
    }
}
