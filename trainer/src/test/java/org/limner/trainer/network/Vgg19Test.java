package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** Weights of VGG19's own shapes with random numbers. What could go wrong: a halving at the wrong place, a tap off by one. */
class Vgg19Test {
    /** Torchvision's index of each convolution and its channels, as far as relu3_1. */
    private static final int[][] LAYERS = {{0, 3, 64}, {2, 64, 64}, {5, 64, 128}, {7, 128, 128}, {10, 128, 256}};

    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    @Test
    void givesTheFeaturesThatPlainLoopsGive() {
        StateDict weights = weights(LAYERS.length);
        NaiveTensor photo = NaiveTensor.random(11, 2, 3, 12, 8);
        try (Vgg19 network = Vgg19.of(weights, manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            List<NDArray> features = network.features(photo.on(manager));

            assertThat(network.taps()).containsExactly(Vgg19.Tap.RELU1_1, Vgg19.Tap.RELU2_1, Vgg19.Tap.RELU3_1);
            NaiveTensor relu11 = layer(photo, weights, 0);
            NaiveTensor relu21 = layer(halved(layer(relu11, weights, 2)), weights, 5);
            NaiveTensor relu31 = layer(halved(layer(relu21, weights, 7)), weights, 10);
            assertSame(features.get(0), relu11);
            assertSame(features.get(1), relu21);
            assertSame(features.get(2), relu31);
        }
    }

    @Test
    void takesWhatAShortFileHas() {
        try (Vgg19 network = Vgg19.of(weights(2), manager)) {
            assertThat(network.taps()).containsExactly(Vgg19.Tap.RELU1_1);
        }
    }

    @Test
    void namesTheTensorThatIsNotVggs() {
        StateDict narrow = weights(1).put("features.2.weight", WeightTensor.of(new float[32 * 64 * 9], 32, 64, 3, 3));

        assertThatThrownBy(() -> Vgg19.of(narrow, manager))
                .hasMessageContaining("'features.2.weight'")
                .hasMessageContaining("[32, 64, 3, 3]")
                .hasMessageContaining("[64, 64, 3, 3]");
        assertThatThrownBy(() -> Vgg19.of(new StateDict(), manager)).hasMessageContaining("'features.0.weight'");
    }

    private static NaiveTensor layer(NaiveTensor x, StateDict weights, int index) {
        WeightTensor weight = weights.get("features." + index + ".weight");
        return x.convolution(
                        weight,
                        weight.doubles(),
                        weights.get("features." + index + ".bias").doubles(),
                        1,
                        1)
                .map(value -> Math.max(0, value));
    }

    private static NaiveTensor halved(NaiveTensor x) {
        NaiveTensor y = new NaiveTensor(x.n, x.c, x.h / 2, x.w / 2);
        for (int n = 0; n < y.n; n++) {
            for (int c = 0; c < y.c; c++) {
                for (int h = 0; h < y.h; h++) {
                    for (int w = 0; w < y.w; w++) {
                        double above =
                                Math.max(x.values[x.at(n, c, 2 * h, 2 * w)], x.values[x.at(n, c, 2 * h, 2 * w + 1)]);
                        double below = Math.max(
                                x.values[x.at(n, c, 2 * h + 1, 2 * w)], x.values[x.at(n, c, 2 * h + 1, 2 * w + 1)]);
                        y.values[y.at(n, c, h, w)] = Math.max(above, below);
                    }
                }
            }
        }
        return y;
    }

    private static void assertSame(NDArray actual, NaiveTensor expected) {
        assertThat(actual.getShape().getShape()).containsExactly(expected.n, expected.c, expected.h, expected.w);
        assertThat(ReferenceFolder.largestDifference(actual.toFloatArray(), NaiveTensor.floats(expected.values)))
                .isLessThan(1e-4);
    }

    private static StateDict weights(int layers) {
        StateDict weights = new StateDict();
        SplittableRandom random = new SplittableRandom(19);
        for (int i = 0; i < layers; i++) {
            int index = LAYERS[i][0];
            int in = LAYERS[i][1];
            int out = LAYERS[i][2];
            float[] weight = new float[out * in * 9];
            for (int j = 0; j < weight.length; j++) {
                weight[j] = (float) ((2 * random.nextDouble() - 1) * Math.sqrt(3.0 / (in * 9)));
            }
            float[] bias = new float[out];
            for (int j = 0; j < out; j++) {
                bias[j] = (float) (0.2 * random.nextDouble() - 0.1);
            }
            weights.put("features." + index + ".weight", WeightTensor.of(weight, out, in, 3, 3));
            weights.put("features." + index + ".bias", WeightTensor.of(bias, out));
        }
        return weights;
    }
}
