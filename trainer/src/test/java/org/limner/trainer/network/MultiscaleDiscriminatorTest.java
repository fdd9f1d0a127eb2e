package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What could go wrong: a stride, a padding, real features that learn, halves that see different weights. */
class MultiscaleDiscriminatorTest {
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
    void hasTheReferencesParameters() {
        assertThat(new MultiscaleDiscriminator(187, 64, 2, 4).trainableCount()).isEqualTo(5_904_514);
    }

    @Test
    void makesMapsOfTheReferencesSizes() {
        MultiscaleDiscriminator discriminator = new MultiscaleDiscriminator(5, 2, 2, 4);
        try (Parameters parameters = parameters(discriminator);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray input = manager.ones(new Shape(1, 5, 256, 256));

            List<List<NDArray>> outputs = discriminator.forward(parameters, input, false);

            assertThat(outputs)
                    .map(MultiscaleDiscriminatorTest::heights)
                    .containsExactly(List.of(129L, 65L, 33L, 34L, 35L), List.of(65L, 33L, 17L, 18L, 19L));
            assertThat(outputs.get(0)).map(x -> x.getShape().get(1)).containsExactly(2L, 4L, 8L, 16L, 1L);
        }
    }

    private static List<Long> heights(List<NDArray> scale) {
        return scale.stream().map(x -> x.getShape().get(2)).toList();
    }

    @Test
    void judgesBothHalvesAsOneBatchWould() {
        MultiscaleDiscriminator discriminator = new MultiscaleDiscriminator(5, 2, 2, 4);
        try (Parameters apart = parameters(discriminator);
                Parameters together = parameters(discriminator);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray segmentation = NaiveTensor.random(1, 2, 2, 48, 32).on(manager);
            NDArray fake = NaiveTensor.random(2, 2, 3, 48, 32).on(manager);
            NDArray real = NaiveTensor.random(3, 2, 3, 48, 32).on(manager);

            Verdict verdict = discriminator.judge(apart, segmentation, fake, real, true);
            NDArray batch = NDArrays.concat(new NDList(
                    NDArrays.concat(new NDList(segmentation, fake), 1),
                    NDArrays.concat(new NDList(segmentation, real), 1)));
            List<List<NDArray>> outputs = discriminator.forward(together, batch, true);

            for (int k = 0; k < 2; k++) {
                for (int j = 0; j < 5; j++) {
                    float[] expected = outputs.get(k).get(j).toFloatArray();
                    float[] halves = NDArrays.concat(new NDList(
                                    verdict.fake().get(k).get(j),
                                    verdict.real().get(k).get(j)))
                            .toFloatArray();
                    assertThat(halves).containsExactly(expected, Offset.offset(2e-5f));
                }
            }
            String vector = "discriminator_1.model2.0.0.weight_u";
            assertThat(apart.get(vector).toFloatArray())
                    .isEqualTo(together.get(vector).toFloatArray());
        }
    }

    @Test
    void frozenTeachesTheFakesWithoutLearning() {
        MultiscaleDiscriminator discriminator = new MultiscaleDiscriminator(5, 2, 2, 4);
        try (Parameters parameters = parameters(discriminator);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            parameters.requireGradients(false);
            NDArray fake = NaiveTensor.random(2, 1, 3, 32, 32).on(manager);
            fake.setRequiresGradient(true);
            NDArray segmentation = NaiveTensor.random(1, 1, 2, 32, 32).on(manager);
            NDArray real = NaiveTensor.random(3, 1, 3, 32, 32).on(manager);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Verdict verdict = discriminator.judge(parameters, segmentation, fake, real, true);
                collector.backward(verdict.fakeScores()
                        .get(0)
                        .mean()
                        .add(verdict.fakeScores().get(1).mean()));
            }

            assertThat(fake.getGradient().abs().sum().getFloat()).isPositive();
            parameters.trainable().forEach((name, array) -> assertThat(array.hasGradient())
                    .as(name)
                    .isFalse());
        }
    }

    @Test
    void refusesAnImageWithoutItsSegmentation() {
        MultiscaleDiscriminator discriminator = new MultiscaleDiscriminator(5, 2, 2, 4);
        try (Parameters parameters = parameters(discriminator);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray image = manager.ones(new Shape(1, 3, 32, 32));

            assertThatThrownBy(() -> discriminator.forward(parameters, image, false))
                    .hasMessage("segmentation and image has shape [1, 3, 32, 32] but needs [any, 5, any, any]");
        }
    }

    private static Parameters parameters(MultiscaleDiscriminator discriminator) {
        return Parameters.from(discriminator.initialize(Initialization.REFERENCE_GPU, 5), manager);
    }
}
