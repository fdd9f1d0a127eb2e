package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** What could go wrong: the order of u and v, a step of power iteration too many or too few, a gradient through u and v. */
class SpectralNormTest {
    private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    /** W = [[3, 0], [4, 5]]: W'W = [[25, 20], [20, 25]], so sigma = sqrt(45) with v = (1, 1) / sqrt(2), u = (1, 3) / sqrt(10). */
    private static Parameters layer(float[] u, float[] v) {
        return Parameters.from(
                new StateDict()
                        .put("conv.weight_orig", WeightTensor.of(new float[] {3, 0, 4, 5}, 2, 2, 1, 1))
                        .put("conv.weight_u", WeightTensor.of(u, 2))
                        .put("conv.weight_v", WeightTensor.of(v, 2)),
                manager);
    }

    @Test
    void dividesByTheLargestSingularValueOnceConverged() {
        float h = (float) Math.sqrt(0.5);
        float t = (float) Math.sqrt(0.1);
        try (Parameters parameters = layer(new float[] {t, 3 * t}, new float[] {h, h});
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            float sigma = (float) Math.sqrt(45);

            float[] weight = SpectralNorm.weight(parameters, "conv", true).toFloatArray();

            assertThat(weight).containsExactly(new float[] {3 / sigma, 0, 4 / sigma, 5 / sigma}, ROUNDING);
        }
    }

    @Test
    void takesOneStepOfPowerIterationInTraining() {
        try (Parameters parameters = layer(new float[] {1, 0}, new float[] {0, 1});
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();

            float[] weight = SpectralNorm.weight(parameters, "conv", true).toFloatArray();

            // v = W'(1, 0) / 3 = (1, 0); u = W v / 5 = (0.6, 0.8); sigma = u'W v = 5
            assertThat(parameters.get("conv.weight_v").toFloatArray()).containsExactly(new float[] {1, 0}, ROUNDING);
            assertThat(parameters.get("conv.weight_u").toFloatArray())
                    .containsExactly(new float[] {0.6f, 0.8f}, ROUNDING);
            assertThat(weight).containsExactly(new float[] {0.6f, 0, 0.8f, 1}, ROUNDING);
        }
    }

    @Test
    void usesWhatIsStoredOtherwise() {
        try (Parameters parameters = layer(new float[] {1, 0}, new float[] {1, 0});
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();

            float[] weight = SpectralNorm.weight(parameters, "conv", false).toFloatArray();

            assertThat(weight).containsExactly(new float[] {1, 0, 4f / 3, 5f / 3}, ROUNDING); // sigma = 3
            assertThat(parameters.get("conv.weight_u").toFloatArray()).containsExactly(1, 0);
        }
    }

    @Test
    void gradientTakesUAndVAsConstants() {
        try (Parameters parameters = layer(new float[] {1, 0}, new float[] {0, 1});
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray weight = SpectralNorm.weight(parameters, "conv", true);
                collector.backward(weight.get(0, 0).sum()); // W00 / sigma
            }

            // d(W00 / sigma) = dW00 / sigma - W00 / sigma^2 u v', with sigma = 5, u = (0.6, 0.8), v = (1, 0)
            float[] gradient = parameters.get("conv.weight_orig").getGradient().toFloatArray();
            assertThat(gradient).containsExactly(new float[] {0.2f - 3f / 25 * 0.6f, 0, -3f / 25 * 0.8f, 0}, ROUNDING);
        }
    }
}
