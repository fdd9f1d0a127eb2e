package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * What could go wrong: a block wired otherwise than in the paper, a resize that picks other pixels, statistics or singular vectors
 * that are read where they should be computed, a gradient that is cut. {@link NaiveGenerator} is the judge.
 */
class SpadeGeneratorTest {
    private static final int BATCH = 2;

    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    static Stream<GeneratorShape> shapes() {
        return Stream.of(
                shape(Input.LABEL, Upsampling.NORMAL, 1, Normalization.BATCH, 1, 32, 64),
                shape(Input.STYLE, Upsampling.NORMAL, 5, Normalization.BATCH, 1, 64, 32),
                shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.INSTANCE, 1, 64, 64),
                shape(Input.STYLE, Upsampling.MORE, 3, Normalization.BATCH, 1, 64, 64),
                shape(Input.LABEL, Upsampling.MOST, 3, Normalization.BATCH, 2, 128, 128));
    }

    private static GeneratorShape shape(
            Input input, Upsampling upsampling, int kernel, Normalization norm, int ngf, int height, int width) {
        Architecture architecture = new Architecture(input, upsampling, kernel, norm, 5, ngf);
        return new GeneratorShape(architecture, 4, height, width, input == Input.STYLE ? 6 : 0);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void rendersWhatTheEquationsSay(GeneratorShape shape) {
        StateDict weights = lively(new SpadeGenerator(shape));
        Example example = new Example(shape);
        NaiveTensor expected = new NaiveGenerator(shape, weights, false).forward(example.segmentation, example.z);

        try (Parameters parameters = Parameters.from(weights, manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray image = example.render(shape, parameters, false);

            assertThat(spread(expected)).isGreaterThan(0.05); // a flat image would agree with anything
            // Statistics of a single map magnify rounding where that map is nearly flat; stored ones do not.
            boolean perMap = shape.architecture().normalization() == Normalization.INSTANCE;
            assertThat(largestDifference(image, expected.values)).isLessThan(perMap ? 5e-5 : 1e-5);
            assertSameArrays(parameters.toStateDict(), weights);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void usesAndKeepsTheBatchsStatisticsWhenTraining(GeneratorShape shape) {
        StateDict weights = lively(new SpadeGenerator(shape));
        Example example = new Example(shape);
        NaiveGenerator naive = new NaiveGenerator(shape, weights, true);
        naive.iterate();
        NaiveTensor expected = naive.forward(example.segmentation, example.z);

        try (Parameters parameters = Parameters.from(weights, manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray image = example.render(shape, parameters, true);

            assertThat(largestDifference(image, expected.values)).isLessThan(5e-5);
            parameters.arrays().forEach((name, array) -> {
                if (name.endsWith("num_batches_tracked")) {
                    assertThat(array.toLongArray()).as(name).containsExactly(1);
                } else {
                    assertThat(largestDifference(array, naive.values(name)))
                            .as(name)
                            .isLessThan(1e-5);
                }
            });
        }
    }

    @Test
    void withoutSpectralNormRunsWithItsWeightsAsTheyAre() {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 1, 64, 32);
        SpadeGenerator generator = new SpadeGenerator(shape, false, BatchNormEpsilon.ADDED);
        StateDict weights = lively(generator);
        Example example = new Example(shape);

        assertThat(weights.names())
                .contains("up_0.conv_0.weight", "up_0.conv_0.bias", "up_0.conv_s.weight")
                .noneMatch(name -> name.endsWith("_orig") || name.endsWith("_u") || name.endsWith("_v"))
                .doesNotContain("up_0.conv_s.bias");
        SpadeGenerator.of(shape, weights).check(weights);
        for (boolean training : new boolean[] {false, true}) {
            NaiveTensor expected =
                    new NaiveGenerator(shape, weights, training).forward(example.segmentation, example.z);
            try (Parameters parameters = Parameters.from(weights, manager);
                    NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray image =
                        generator.forward(parameters, example.segmentation.on(manager), example.styles(), training);

                assertThat(spread(expected)).isGreaterThan(0.05);
                assertThat(largestDifference(image, expected.values)).isLessThan(5e-5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"LABEL, BATCH", "STYLE, INSTANCE", "STYLE, BATCH"})
    void gradientsAreWhatFiniteDifferencesGive(Input input, Normalization normalization) {
        GeneratorShape shape = shape(input, Upsampling.NORMAL, 3, normalization, 1, 64, 64);
        StateDict weights = lively(new SpadeGenerator(shape));
        Example example = new Example(shape);
        NaiveTensor direction = NaiveTensor.random(5, BATCH, 3, shape.height(), shape.width());
        NaiveGenerator naive = new NaiveGenerator(shape, weights, true);
        naive.iterate(); // once: the gradient takes u and v as constants

        try (Parameters parameters = Parameters.from(weights, manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray image = example.render(shape, parameters, true);
                collector.backward(image.mul(direction.on(manager)).sum());
            }
            for (String name : List.of(
                    "fc.weight",
                    "head_0.conv_0.weight_orig",
                    "up_0.conv_s.weight_orig",
                    "up_3.conv_1.bias", // earlier ones cancel in the next batch normalisation
                    "up_2.norm_s.mlp_beta.weight",
                    "up_3.norm_0.mlp_shared.0.weight",
                    "up_3.norm_1.mlp_gamma.bias",
                    "conv_img.weight")) {
                float[] gradient = parameters.get(name).getGradient().toFloatArray();
                int i = largest(gradient);
                double h = 1e-6;
                double[] values = naive.values(name);
                double kept = values[i];
                values[i] = kept + h;
                double above = dot(naive.forward(example.segmentation, example.z), direction);
                values[i] = kept - h;
                double below = dot(naive.forward(example.segmentation, example.z), direction);
                values[i] = kept;

                double expected = (above - below) / (2 * h);
                assertThat((double) gradient[i])
                        .as(name)
                        .isNotZero()
                        .isCloseTo(expected, within(1e-3 * Math.abs(expected)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // label count with void and edge, upsampling, kernel, ngf, style size -> the reference's own count
        "184, NORMAL, 3, 64, 256, 256, 0, 97480899",
        "151, NORMAL, 3, 64, 256, 256, 0, 96492483",
        "36, MORE, 3, 64, 256, 512, 0, 93048003",
        "13, NORMAL, 3, 64, 256, 256, 0, 92359107",
        "14, NORMAL, 3, 64, 256, 256, 0, 92389059",
        "184, NORMAL, 3, 64, 256, 256, 256, 112626883",
        "184, MOST, 3, 64, 256, 256, 0, 98515043",
        "151, NORMAL, 3, 48, 256, 256, 0, 60642771",
        "151, NORMAL, 3, 80, 256, 256, 0, 140682163"
    })
    void hasTheReferencesParameters(
            int channels, Upsampling upsampling, int kernel, int ngf, int height, int width, int z, long count) {
        Input input = z > 0 ? Input.STYLE : Input.LABEL;
        Architecture architecture = new Architecture(input, upsampling, kernel, Normalization.BATCH, 128, ngf);

        SpadeGenerator generator = new SpadeGenerator(new GeneratorShape(architecture, channels, height, width, z));

        assertThat(generator.trainableCount()).isEqualTo(count);
    }

    @Test
    void namesWhatDoesNotFit() {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 1, 32, 32);
        SpadeGenerator generator = new SpadeGenerator(shape);
        StateDict weights = new StateDict();
        generator.initialize(Initialization.XAVIER, 1).tensors().forEach((name, tensor) -> {
            if (!name.equals("up_2.conv_s.weight_u")) {
                weights.put(name, name.equals("fc.bias") ? WeightTensor.of(new float[3], 3) : tensor);
            }
        });
        weights.put("up_9.bias", WeightTensor.of(new float[1], 1));

        assertThatThrownBy(() -> generator.check(weights))
                .hasMessageContaining("3 problems")
                .hasMessageContaining("'up_2.conv_s.weight_u' is missing")
                .hasMessageContaining("'fc.bias' has shape [3] but needs [16]")
                .hasMessageContaining("'up_9.bias' has no place");
    }

    @Test
    void refusesInputsOfOtherShapes() {
        GeneratorShape shape = shape(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 1, 32, 32);
        SpadeGenerator generator = new SpadeGenerator(shape);
        try (Parameters parameters = Parameters.from(lively(generator), manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray segmentation = manager.zeros(new Shape(2, 4, 32, 32));
            NDArray other = manager.zeros(new Shape(2, 4, 32, 48));
            NDArray z = manager.zeros(new Shape(2, 6));

            assertThatThrownBy(() -> generator.forward(parameters, other, z, false))
                    .hasMessageContaining("[2, 4, 32, 48] but needs [any, 4, 32, 32]");
            assertThatThrownBy(() -> generator.forward(parameters, segmentation, null, false))
                    .hasMessageContaining("6 numbers but none is given");
            assertThatThrownBy(() -> generator.forward(parameters, segmentation, manager.zeros(new Shape(1, 6)), false))
                    .hasMessageContaining("[1, 6] but needs [2, 6]");
        }
    }

    /** A state dict whose every array matters: weights large enough to be seen, statistics away from 0 and 1. */
    private static StateDict lively(SpadeGenerator generator) {
        StateDict fresh = generator.initialize(Initialization.REFERENCE_GPU, 11);
        StateDict lively = new StateDict();
        SplittableRandom random = new SplittableRandom(7);
        fresh.tensors().forEach((name, tensor) -> {
            if (!tensor.type().floating() || name.endsWith("weight_u") || name.endsWith("weight_v")) {
                lively.put(name, tensor);
                return;
            }
            float[] values = new float[tensor.elements()];
            double scale = tensor.rank() < 2 ? 0.3 : 1.5 / Math.sqrt(tensor.elements() / (double) tensor.size(0));
            for (int i = 0; i < values.length; i++) {
                double value = (2 * random.nextDouble() - 1) * scale;
                values[i] = (float) (name.endsWith("running_var") ? 1 + value : value);
            }
            lively.put(name, WeightTensor.of(values, tensor.shape()));
        });
        return lively;
    }

    private static void assertSameArrays(StateDict actual, StateDict expected) {
        assertThat(actual.names()).containsExactlyElementsOf(expected.names());
        expected.tensors().forEach((name, tensor) -> {
            if (tensor.type().floating()) {
                assertThat(actual.get(name).floats()).as(name).isEqualTo(tensor.floats());
            } else {
                assertThat(actual.get(name).longs()).as(name).isEqualTo(tensor.longs());
            }
        });
    }

    private static double largestDifference(NDArray actual, double[] expected) {
        float[] values = actual.toFloatArray();
        assertThat(values).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(values[i] - expected[i]));
        }
        return largest;
    }

    private static double spread(NaiveTensor x) {
        double[] variances = new NaiveTensor(1, 1, 1, x.values.length, x.values).variances();
        return Math.sqrt(variances[0]);
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
        }
        return largest;
    }

    private static double dot(NaiveTensor x, NaiveTensor y) {
        double sum = 0;
        for (int i = 0; i < x.values.length; i++) {
            sum += x.values[i] * y.values[i];
        }
        return sum;
    }

    /** A batch of blocky segmentations with an edge channel, and styles where the generator reads them. */
    private static final class Example {
        final NaiveTensor segmentation;
        final double[][] z;

        Example(GeneratorShape shape) {
            int classes = shape.inputChannels() - 1;
            segmentation = new NaiveTensor(BATCH, classes + 1, shape.height(), shape.width());
            for (int n = 0; n < BATCH; n++) {
                for (int i = 0; i < shape.height(); i++) {
                    for (int j = 0; j < shape.width(); j++) {
                        int label = (i / 7 + j / 5 + n) % classes;
                        segmentation.values[segmentation.at(n, label, i, j)] = 1;
                        segmentation.values[segmentation.at(n, classes, i, j)] = i % 7 == 0 || j % 5 == 0 ? 1 : 0;
                    }
                }
            }
            NaiveTensor styles = NaiveTensor.random(3, BATCH, 1, 1, Math.max(1, shape.styleSize()));
            z = new double[BATCH][shape.styleSize()];
            for (int n = 0; n < BATCH; n++) {
                System.arraycopy(styles.values, n * styles.w, z[n], 0, shape.styleSize());
            }
        }

        NDArray styles() {
            float[] values = NaiveTensor.floats(
                    Stream.of(z).flatMapToDouble(java.util.Arrays::stream).toArray());
            return manager.create(values, new Shape(BATCH, z[0].length));
        }

        NDArray render(GeneratorShape shape, Parameters parameters, boolean training) {
            NDArray styles = shape.readsStyle() ? styles() : null;
            return new SpadeGenerator(shape).forward(parameters, segmentation.on(manager), styles, training);
        }
    }
}
