package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What could go wrong: a number that is gone when the backward pass reads it. */
class ScalarsTest {
    private static final float[] X = {-3, -1, 2, 5};

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
    void calculatesWithPlainNumbers() {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray x = manager.create(X);

            assertThat(Scalars.multiply(x, 0.5f).toFloatArray()).containsExactly(-1.5f, -0.5f, 1, 2.5f);
            assertThat(Scalars.divide(x, 4).toFloatArray()).containsExactly(-0.75f, -0.25f, 0.5f, 1.25f);
            assertThat(Scalars.minimum(x, 0).toFloatArray()).containsExactly(-3, -1, 0, 0);
            assertThat(Scalars.maximum(x, 0).toFloatArray()).containsExactly(0, 0, 2, 5);
        }
    }

    @Test
    void gradientsDoNotDependOnTheGarbageCollector() {
        assertGradients(x -> Scalars.multiply(x, 0.5f), 0.5f, 0.5f, 0.5f, 0.5f);
        assertGradients(x -> Scalars.divide(x, 4), 0.25f, 0.25f, 0.25f, 0.25f);
        assertGradients(x -> Scalars.minimum(x, 3), 1, 1, 1, 0);
        assertGradients(x -> Scalars.maximum(x, 1), 0, 0, 1, 1);
    }

    /** In 64 equal graphs, with a garbage collection between forward and backward pass. */
    private static void assertGradients(UnaryOperator<NDArray> function, float... expected) {
        List<NDArray> inputs = new ArrayList<>();
        try (NDScope scope = new NDScope();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            scope.suppressNotUsedWarning();
            NDArray sum = null;
            for (int i = 0; i < 64; i++) {
                NDArray x = manager.create(X);
                x.setRequiresGradient(true);
                inputs.add(x);
                NDArray y = function.apply(x).sum();
                sum = sum == null ? y : sum.add(y);
            }
            overwriteWhatIsFree();
            collector.backward(sum);
            assertThat(inputs)
                    .allSatisfy(x -> assertThat(x.getGradient().toFloatArray()).containsExactly(expected));
        }
    }

    /** Has the buffers of unreachable arrays freed and small pieces of native memory filled with other numbers. */
    private static void overwriteWhatIsFree() {
        for (int round = 0; round < 5; round++) {
            System.gc();
            for (int i = 0; i < 1000; i++) {
                ByteBuffer.allocateDirect(Float.BYTES).putInt(0x65656565); // 6.8e22 as a float
            }
        }
    }
}
