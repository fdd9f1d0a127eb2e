package org.limner.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.schemas.bundle.Precision;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.network.BatchNormEpsilon;
import org.limner.trainer.network.EngineForTests;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * The graph in ONNX Runtime against the trainer's own forward pass. What can go wrong: a fold, a resize rule, a doubling in the
 * wrong place, channels in the wrong order, a batch size frozen in.
 */
class GeneratorGraphTest {
    private static final double PARITY = 3e-5; // two float32 implementations of some 20 layers
    private static final double HALF_WEIGHTS = 3e-2; // weights rounded to 11 bits, in images that use the whole range

    @TempDir
    Path folder;

    static Stream<GeneratorShape> shapes() {
        return Stream.of(
                shape(Input.LABEL, Upsampling.NORMAL, 3, Normalization.BATCH, 10, 64, 32, 0),
                shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 32, 64, 7),
                shape(Input.STYLE, Upsampling.NORMAL, 5, Normalization.BATCH, 6, 32, 32, 3),
                shape(Input.STYLE, Upsampling.NORMAL, 1, Normalization.INSTANCE, 6, 64, 64, 3),
                shape(Input.STYLE, Upsampling.MORE, 3, Normalization.BATCH, 7, 64, 128, 5),
                shape(Input.LABEL, Upsampling.MORE, 3, Normalization.INSTANCE, 4, 128, 128, 0),
                shape(Input.LABEL, Upsampling.MOST, 3, Normalization.BATCH, 5, 128, 128, 0));
    }

    private static GeneratorShape shape(
            Input input,
            Upsampling upsampling,
            int kernel,
            Normalization normalization,
            int channels,
            int height,
            int width,
            int styleSize) {
        return new GeneratorShape(
                new Architecture(input, upsampling, kernel, normalization, 6, 2), channels, height, width, styleSize);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void paintsWhatTheTrainerPaints(GeneratorShape shape) throws IOException {
        StateDict weights = LivelyWeights.generator(shape, 7);
        Path file = folder.resolve("generator.onnx");
        GeneratorGraph.build(weights, shape, Precision.FP32, Map.of()).write(file);
        WeightTensor segmentation =
                Tensors.randomSegmentation(3, shape.inputChannels(), true, shape.height(), shape.width(), 8);
        WeightTensor z = shape.readsStyle() ? Tensors.random(9, 3, shape.styleSize()) : null;

        try (GraphSession session = GraphSession.open(file)) {
            Map<String, WeightTensor> three = session.run(inputs(segmentation, z));
            Map<String, WeightTensor> one = session.run(
                    inputs(Tensors.examples(segmentation, 1, 2), z == null ? null : Tensors.examples(z, 1, 2)));

            float[] image = three.get("image").floats();
            assertThat(three.get("image").shape()).containsExactly(3, 3, shape.height(), shape.width());
            assertThat(Tensors.deviation(image)).isGreaterThan(0.1);
            assertThat(Tensors.largestDifference(image, trainerForward(shape, weights, segmentation, z)))
                    .isLessThan(PARITY);
            assertThat(Tensors.largestDifference(
                            one.get("image").floats(),
                            Tensors.examples(three.get("image"), 1, 2).floats()))
                    .isLessThan(PARITY);
            assertPixelsAreTruncatedImage(three);
        }
    }

    @Test
    void paintsWhatTheTrainerPaintsWithoutSpectralNorm() throws IOException {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 32, 64, 7);
        SpadeGenerator generator = new SpadeGenerator(shape, false, BatchNormEpsilon.ADDED);
        StateDict weights = LivelyWeights.generator(generator, 7);
        Path file = folder.resolve("generator.onnx");
        GeneratorGraph.build(weights, shape, Precision.FP32, Map.of()).write(file);
        WeightTensor segmentation = Tensors.randomSegmentation(1, 5, true, 32, 64, 8);
        WeightTensor z = Tensors.random(9, 1, 7);

        float[] image = run(file, inputs(segmentation, z)).get("image").floats();

        assertThat(Tensors.deviation(image)).isGreaterThan(0.1);
        assertThat(Tensors.largestDifference(image, trainerForward(shape, weights, segmentation, z)))
                .isLessThan(PARITY);
    }

    private static void assertPixelsAreTruncatedImage(Map<String, WeightTensor> outputs) {
        float[] image = outputs.get("image").floats();
        WeightTensor pixels = outputs.get("pixels");
        int h = (int) pixels.size(1);
        int w = (int) pixels.size(2);
        assertThat(pixels.shape()).containsExactly(outputs.get("image").size(0), h, w, 3);
        for (int i = 0; i < pixels.elements(); i++) {
            int channel = i % 3;
            int pixel = i / 3 % (h * w);
            int example = i / 3 / (h * w);
            float value = (image[(example * 3 + channel) * h * w + pixel] + 1) / 2 * 255;
            assertThat(pixels.longs()[i]).isEqualTo((int) Math.max(0, Math.min(255, value)));
        }
    }

    @Test
    void halfWeightsHalveTheFileAndBarelyChangeTheImage() throws IOException {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 64, 64, 7);
        StateDict weights = LivelyWeights.generator(shape, 7);
        Path full = folder.resolve("full.onnx");
        Path half = folder.resolve("half.onnx");
        GeneratorGraph.build(weights, shape, Precision.FP32, Map.of()).write(full);
        GeneratorGraph.build(weights, shape, Precision.FP16_WEIGHTS, Map.of()).write(half);
        Map<String, WeightTensor> inputs =
                inputs(Tensors.randomSegmentation(1, 5, false, 64, 64, 8), Tensors.random(9, 1, 7));

        double difference = Tensors.largestDifference(
                run(full, inputs).get("image").floats(),
                run(half, inputs).get("image").floats());

        assertThat(Files.size(half))
                .isLessThan((long) (0.65 * Files.size(full))); // small networks are part names and biases
        assertThat(difference).isLessThan(HALF_WEIGHTS).isPositive();
    }

    @Test
    void weightsBeyondHalfPrecisionStayFloat32() throws IOException {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 64, 64, 7);
        StateDict weights = new StateDict();
        LivelyWeights.generator(shape, 7).tensors().forEach((name, tensor) -> {
            float[] values = tensor.type().floating() ? tensor.floats().clone() : new float[0];
            if (name.equals("fc.weight")) {
                values[3] = 1e6f;
            }
            weights.put(name, tensor.type().floating() ? WeightTensor.of(values, tensor.shape()) : tensor);
        });
        Path file = folder.resolve("half.onnx");
        GeneratorGraph.build(weights, shape, Precision.FP16_WEIGHTS, Map.of()).write(file);

        float[] image = run(file, inputs(Tensors.randomSegmentation(1, 5, false, 64, 64, 8), Tensors.random(9, 1, 7)))
                .get("image")
                .floats();

        assertThat(Tensors.largestDifference(image, image)).isZero(); // no NaN
    }

    @Test
    void halfArithmeticComesNearAndRefusesWhatItHasNoNumberFor() throws IOException {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 32, 64, 7);
        StateDict weights = LivelyWeights.generator(shape, 7);
        Path full = folder.resolve("full.onnx");
        Path half = folder.resolve("half.onnx");
        GeneratorGraph.build(weights, shape, Precision.FP32, Map.of()).write(full);
        GeneratorGraph.build(weights, shape, Precision.FP16, Map.of()).write(half);
        Map<String, WeightTensor> inputs =
                inputs(Tensors.randomSegmentation(1, 5, false, 32, 64, 8), Tensors.random(9, 1, 7));
        StateDict large = new StateDict();
        weights.tensors()
                .forEach((name, tensor) -> large.put(
                        name, name.equals("conv_img.bias") ? WeightTensor.of(new float[] {0, 1e5f, 0}, 3) : tensor));

        assertThat(Tensors.largestDifference(
                        run(full, inputs).get("image").floats(),
                        run(half, inputs).get("image").floats()))
                .isPositive()
                .isLessThan(2 * HALF_WEIGHTS);
        assertThatThrownBy(() -> GeneratorGraph.build(large, shape, Precision.FP16, Map.of()))
                .hasMessage("'conv_img.bias' has a number of size 100000.0 but float16 ends at 65504.0:"
                        + " write fp32 or fp16-weights");
    }

    @Test
    void externalDataGivesTheSameBits() throws IOException {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 32, 64, 7);
        OnnxModel model = GeneratorGraph.build(LivelyWeights.generator(shape, 7), shape, Precision.FP32, Map.of());
        Path inline = folder.resolve("inline.onnx");
        Path external = folder.resolve("external.onnx");
        model.write(inline);
        Path data = model.writeWithExternalData(external);
        Map<String, WeightTensor> inputs =
                inputs(Tensors.randomSegmentation(1, 5, false, 32, 64, 8), Tensors.random(9, 1, 7));

        assertThat(data).hasFileName("external.onnx.data");
        assertThat(Files.size(external) * 3).isLessThan(Files.size(data));
        assertThat(run(external, inputs).get("image").floats())
                .isEqualTo(run(inline, inputs).get("image").floats());
    }

    @Test
    void metadataTravelsWithTheGraph() throws IOException {
        GeneratorShape shape = shape(Input.LABEL, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 32, 64, 0);
        Map<String, String> metadata = Map.of("limner.data", "scenes", "limner.command", "limner train --set a=\"b\"");
        Path file = folder.resolve("generator.onnx");
        GeneratorGraph.build(LivelyWeights.generator(shape, 7), shape, Precision.FP32, metadata)
                .write(file);

        try (GraphSession session = GraphSession.open(file)) {
            assertThat(session.metadata()).containsExactlyInAnyOrderEntriesOf(metadata);
        }
    }

    @Test
    void namesTheTensorThatDoesNotFit() {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 32, 64, 7);
        GeneratorShape wider = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 32, 128, 7);
        StateDict weights = LivelyWeights.generator(shape, 7);

        assertThatThrownBy(() -> GeneratorGraph.build(weights, wider, Precision.FP32, Map.of()))
                .hasMessage("tensor 'fc.weight' has shape [64, 7] but needs [128, 7]");
    }

    private static Map<String, WeightTensor> run(Path file, Map<String, WeightTensor> inputs) {
        try (GraphSession session = GraphSession.open(file)) {
            return session.run(inputs);
        }
    }

    private static Map<String, WeightTensor> inputs(WeightTensor segmentation, @Nullable WeightTensor z) {
        Map<String, WeightTensor> inputs = new LinkedHashMap<>();
        inputs.put("segmentation", segmentation);
        if (z != null) {
            inputs.put("z", z);
        }
        return inputs;
    }

    private static float[] trainerForward(
            GeneratorShape shape, StateDict weights, WeightTensor segmentation, @Nullable WeightTensor z) {
        try (NDManager manager = EngineForTests.manager();
                Parameters parameters = Parameters.from(weights, manager)) {
            NDArray image = new SpadeGenerator(shape)
                    .forward(parameters, array(manager, segmentation), z == null ? null : array(manager, z), false);
            return image.toFloatArray();
        }
    }

    private static NDArray array(NDManager manager, WeightTensor tensor) {
        return manager.create(tensor.floats(), new Shape(tensor.shape()));
    }
}
