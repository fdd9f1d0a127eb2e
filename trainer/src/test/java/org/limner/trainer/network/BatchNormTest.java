package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** What could go wrong: an epsilon in the wrong place, which shows only in flat maps, and statistics that are not kept. */
class BatchNormTest {
    private static final double EPSILON = 1e-5;

    /** Standard deviations of the channels: the first's variance lies below epsilon, the second's just above. */
    private static final double[] DEVIATIONS = {1e-3, 4e-3, 1};

    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void dividesByWhatItsEpsilonSays(BatchNormEpsilon epsilon) {
        NaiveTensor x = input();
        double[] mean = x.means();
        double[] variance = x.variances();
        try (Parameters parameters = parameters(false);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            float[] y = BatchNorm.normalize(parameters, "n", x.on(manager), epsilon, true)
                    .toFloatArray();

            for (int i = 0; i < y.length; i++) {
                int channel = i / 20 % 3;
                double expected = (x.values[i] - mean[channel]) / divisor(epsilon, variance[channel]);
                assertThat((double) y[i]).as("value %d", i).isCloseTo(expected, within(3e-5));
            }
            float[] means = new float[3];
            float[] variances = new float[3];
            for (int c = 0; c < 3; c++) {
                means[c] = (float) (0.9 * 2 + 0.1 * mean[c]);
                variances[c] = (float) (0.9 * 3 + 0.1 * variance[c] * 40 / 39); // unbiased
            }
            Offset<Float> rounding = Offset.offset(1e-6f);
            assertThat(parameters.get("n.running_mean").toFloatArray()).containsExactly(means, rounding);
            assertThat(parameters.get("n.running_var").toFloatArray()).containsExactly(variances, rounding);
            assertThat(parameters.get("n.num_batches_tracked").toLongArray()).containsExactly(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreWhatFiniteDifferencesGive(BatchNormEpsilon epsilon) {
        NaiveTensor x = input();
        NaiveTensor direction = NaiveTensor.random(5, 2, 3, 4, 5);
        float[] gradient;
        try (Parameters parameters = parameters(false);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray input = x.on(manager);
            input.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray y = BatchNorm.normalize(parameters, "n", input, epsilon, true);
                collector.backward(y.mul(direction.on(manager)).sum());
            }
            gradient = input.getGradient().toFloatArray();
        }

        for (int i : new int[] {3, 27, 55}) { // one of each channel
            double h = 1e-7;
            double kept = x.values[i];
            x.values[i] = kept + h;
            double above = projected(x, epsilon, direction);
            x.values[i] = kept - h;
            double below = projected(x, epsilon, direction);
            x.values[i] = kept;
            double expected = (above - below) / (2 * h);
            assertThat((double) gradient[i])
                    .as("gradient %d", i)
                    .isNotZero()
                    .isCloseTo(expected, within(2e-3 * Math.abs(expected)));
        }
    }

    @Test
    void rendersWithRunningStatisticsWhateverTheEpsilon() {
        try (Parameters parameters = parameters(false);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray x = input().on(manager);
            float[] added = BatchNorm.normalize(parameters, "n", x, BatchNormEpsilon.ADDED, false)
                    .toFloatArray();
            float[] clamped = BatchNorm.normalize(parameters, "n", x, BatchNormEpsilon.CLAMPED, false)
                    .toFloatArray();

            assertThat(clamped).isEqualTo(added);
            assertThat((double) added[0]).isCloseTo((input().values[0] - 2) / Math.sqrt(3 + EPSILON), within(1e-5));
            assertThat(parameters.get("n.num_batches_tracked").toLongArray()).containsExactly(0);
        }
    }

    @Test
    void scalesAndShiftsWhereThereIsAScale() {
        try (Parameters plain = parameters(false);
                Parameters affine = parameters(true);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray x = input().on(manager);
            float[] normalized = BatchNorm.normalize(plain, "n", x, BatchNormEpsilon.ADDED, true)
                    .toFloatArray();
            float[] scaled = BatchNorm.normalize(affine, "n", x, BatchNormEpsilon.ADDED, true)
                    .toFloatArray();

            for (int i = 0; i < scaled.length; i++) {
                int channel = i / 20 % 3;
                assertThat(scaled[i]).isCloseTo((2 + channel) * normalized[i] - channel, within(1e-5f));
            }
        }
    }

    private static double divisor(BatchNormEpsilon epsilon, double variance) {
        return Math.sqrt(epsilon == BatchNormEpsilon.ADDED ? variance + EPSILON : Math.max(variance, EPSILON));
    }

    private static double projected(NaiveTensor x, BatchNormEpsilon epsilon, NaiveTensor direction) {
        double[] mean = x.means();
        double[] variance = x.variances();
        double sum = 0;
        for (int i = 0; i < x.values.length; i++) {
            int channel = i / 20 % 3;
            sum += direction.values[i] * (x.values[i] - mean[channel]) / divisor(epsilon, variance[channel]);
        }
        return sum;
    }

    /** 2 x 3 x 4 x 5. */
    private static NaiveTensor input() {
        NaiveTensor x = NaiveTensor.random(4, 2, 3, 4, 5);
        for (int i = 0; i < x.values.length; i++) {
            x.values[i] = (float) (x.values[i] * Math.sqrt(3) * DEVIATIONS[i / 20 % 3]);
        }
        return x;
    }

    private static Parameters parameters(boolean affine) {
        StateDict weights = new StateDict();
        if (affine) {
            weights.put("n.weight", WeightTensor.of(new float[] {2, 3, 4}, 3));
            weights.put("n.bias", WeightTensor.of(new float[] {0, -1, -2}, 3));
        }
        weights.put("n.running_mean", WeightTensor.of(new float[] {2, 2, 2}, 3));
        weights.put("n.running_var", WeightTensor.of(new float[] {3, 3, 3}, 3));
        weights.put("n.num_batches_tracked", WeightTensor.of(new long[1]));
        return Parameters.from(weights, manager);
    }
}
