package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.trainer.network.EngineForTests;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** What could go wrong: epsilon on the wrong side of the bias correction, a gradient that is not cleared, a lossy checkpoint. */
class AdamTest {
    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    /** A gradient of 1e-8 makes epsilon count as much as the gradient itself. */
    @ParameterizedTest
    @CsvSource({"0, 0.9, 0.5", "0, 0.9, 1e-8", "0.9, 0.999, 0.5", "0.5, 0.999, 1e-8"})
    void movesAsThePapersAlgorithmSays(float beta1, float beta2, float slope) {
        NDArray weight = weight();
        double[] expected = {1, -2, 3};
        double[] first = new double[3];
        double[] second = new double[3];
        try (Adam adam = new Adam(Map.of("w", weight), manager, beta1, beta2)) {
            for (int t = 1; t <= 5; t++) {
                learn(weight, slope * t);
                adam.step(0.01);

                for (int i = 0; i < 3; i++) {
                    double gradient = (double) slope * t * (i + 1);
                    first[i] = beta1 * first[i] + (1 - beta1) * gradient;
                    second[i] = beta2 * second[i] + (1 - beta2) * gradient * gradient;
                    double corrected1 = first[i] / (1 - Math.pow(beta1, t));
                    double corrected2 = second[i] / (1 - Math.pow(beta2, t));
                    expected[i] -= 0.01 * corrected1 / (Math.sqrt(corrected2) + 1e-8);
                }
                float[] actual = weight.toFloatArray();
                for (int i = 0; i < 3; i++) {
                    assertThat((double) actual[i])
                            .as("step %s, weight %s", t, i)
                            .isCloseTo(expected[i], Offset.offset(2e-6));
                }
            }
            assertThat(adam.steps()).isEqualTo(5);
        }
    }

    /** With beta1 = beta2 = 0.5 and equal gradients before, one gradient of another length shows in the step's size. */
    @Test
    void shortensLongGradientsOfAllWeightsTogether() {
        NDArray limited = weight();
        NDArray sibling = weight();
        NDArray free = weight();
        Map<String, NDArray> two = new LinkedHashMap<>();
        two.put("a", limited);
        two.put("b", sibling);
        try (Adam shortening = new Adam(two, manager, 0.5f, 0.5f, 1);
                Adam plain = new Adam(Map.of("w", free), manager, 0.5f, 0.5f)) {
            float length = (float) Math.sqrt(2 * 14); // of (1, 2, 3) in two weights together
            for (float slope : new float[] {0.1f, 7, 0.15f}) { // only the second is longer than 1
                learn(limited, slope);
                learn(sibling, slope);
                shortening.step(0.01);
                learn(free, Math.min(slope, 1 / length));
                plain.step(0.01);
            }
        }

        float[] expected = free.toFloatArray();
        for (int i = 0; i < 3; i++) {
            assertThat(limited.toFloatArray()[i]).isCloseTo(expected[i], Offset.offset(1e-6f));
            assertThat(sibling.toFloatArray()[i]).isCloseTo(expected[i], Offset.offset(1e-6f));
        }
    }

    @Test
    void clearsTheGradientItHasUsed() {
        NDArray weight = weight();
        try (Adam adam = new Adam(Map.of("w", weight), manager, 0f, 0.9f)) {
            learn(weight, 1);
            adam.step(0.01);

            assertThat(weight.getGradient().toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void goesOnBitForBitFromASavedState() {
        NDArray straight = weight();
        NDArray resumed = weight();
        try (Adam whole = new Adam(Map.of("w", straight), manager, 0.5f, 0.9f);
                Adam before = new Adam(Map.of("w", resumed), manager, 0.5f, 0.9f);
                Adam after = new Adam(Map.of("w", resumed), manager, 0.5f, 0.9f)) {
            for (int t = 1; t <= 6; t++) {
                learn(straight, t);
                whole.step(0.01);
                if (t == 4) {
                    after.restore(before.state());
                }
                learn(resumed, t);
                (t < 4 ? before : after).step(0.01);
            }

            assertThat(resumed.toFloatArray()).isEqualTo(straight.toFloatArray());
            assertThat(after.steps()).isEqualTo(6);
            assertThat(after.state().names()).containsExactly("steps", "w.first_moment", "w.second_moment");
        }
    }

    /** A square beyond float32's range stays infinite however small the gradients are that follow. */
    @Test
    void beginsAnewForAWeightWhoseMomentsOverflowed() {
        NDArray frozen = weight();
        NDArray healthy = weight();
        Map<String, NDArray> two = new LinkedHashMap<>();
        two.put("frozen", frozen);
        two.put("healthy", healthy);
        try (Adam before = new Adam(two, manager, 0f, 0.9f);
                Adam after = new Adam(two, manager, 0f, 0.9f)) {
            learn(frozen, 1e20f);
            learn(healthy, 1);
            before.step(0.01);
            learn(frozen, 1);
            learn(healthy, 1);
            float[] stuck = frozen.toFloatArray();
            before.step(0.01);
            assertThat(frozen.toFloatArray()).isEqualTo(stuck);

            StateDict state = before.state();
            assertThat(Adam.overflowed(state)).containsExactly("frozen");
            after.restore(state);
            assertThat(Adam.overflowed(after.state())).isEmpty();
            assertThat(after.state().get("healthy.second_moment").floats())
                    .isEqualTo(state.get("healthy.second_moment").floats());
            learn(frozen, 1);
            after.step(0.01);
            for (int i = 0; i < 3; i++) { // a first step, as long as the rate: the correction counts from there
                assertThat(frozen.toFloatArray()[i]).isCloseTo(stuck[i] - 0.01f, Offset.offset(1e-5f));
            }
            assertThat(after.state().names()).contains("frozen.begun").doesNotContain("healthy.begun");
        }
    }

    @Test
    void namesWhatASavedStateLacks() {
        try (Adam adam = new Adam(Map.of("w", weight()), manager, 0f, 0.9f)) {
            assertThatThrownBy(() -> adam.restore(new StateDict())).hasMessageContaining("'steps' is missing");
            StateDict withoutMoments = new StateDict().put("steps", WeightTensor.of(new long[] {4}, 1));
            assertThatThrownBy(() -> adam.restore(withoutMoments)).hasMessageContaining("'w.first_moment' is missing");
        }
    }

    private static NDArray weight() {
        NDArray weight = manager.create(new float[] {1, -2, 3}, new Shape(3));
        weight.setRequiresGradient(true);
        return weight;
    }

    /** Leaves {@code slope * (1, 2, 3)} in the weight's gradient. */
    private static void learn(NDArray weight, float slope) {
        try (NDScope scope = new NDScope();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            scope.suppressNotUsedWarning();
            NDArray slopes = manager.create(new float[] {slope, 2 * slope, 3 * slope}, new Shape(3));
            collector.backward(weight.mul(slopes).sum());
        }
    }
}
