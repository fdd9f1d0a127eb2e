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
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

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

    static Stream<Arguments> kinds() {
        return Stream.of(MultiscaleDiscriminator.Normalization.values())
                .flatMap(kind -> Stream.of(Arguments.of(kind, true), Arguments.of(kind, false)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isFoundAgainByItsWeightsAndAllOfThemLearn(
            MultiscaleDiscriminator.Normalization normalization, boolean spectralNorm) {
        StateDict weights = new MultiscaleDiscriminator(5, 2, 3, 5, normalization, spectralNorm)
                .initialize(Initialization.XAVIER, 1, 5);

        MultiscaleDiscriminator found = MultiscaleDiscriminator.of(weights);

        assertThat(List.of(found.inputChannels(), found.ndf(), found.scales(), found.layers()))
                .containsExactly(5, 2, 3, 5);
        assertThat(found.normalization()).isEqualTo(normalization);
        assertThat(found.spectralNorm()).isEqualTo(spectralNorm);
        try (Parameters parameters = Parameters.from(weights, manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray segmentation = NaiveTensor.random(1, 2, 2, 64, 64).on(manager);
            NDArray fake = NaiveTensor.random(2, 2, 3, 64, 64).on(manager);
            NDArray real = NaiveTensor.random(3, 2, 3, 64, 64).on(manager);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Verdict verdict = found.judge(parameters, segmentation, fake, real, true);
                NDArray total = manager.zeros(new Shape());
                for (int k = 0; k < 3; k++) {
                    total = total.add(verdict.fakeScores().get(k).mean());
                    total = total.sub(verdict.realScores().get(k).square().mean());
                }
                collector.backward(total);
            }
            parameters.trainable().forEach((name, array) -> assertThat(
                            array.getGradient().abs().sum().getFloat())
                    .as(name)
                    .isPositive());
        }
    }

    @Test
    void batchNormSeesFakesAndRealImagesAsOneBatch() {
        MultiscaleDiscriminator discriminator =
                new MultiscaleDiscriminator(5, 2, 1, 2, MultiscaleDiscriminator.Normalization.BATCH, true);
        StateDict weights = discriminator.initialize(Initialization.REFERENCE_GPU, 0, 5); // gain 0: scales are 1
        try (Parameters parameters = Parameters.from(lively(weights), manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray segmentation = NaiveTensor.random(1, 2, 2, 32, 32).on(manager);
            NDArray fake = NaiveTensor.random(2, 2, 3, 32, 32).on(manager).mul(0.1f);
            NDArray real = NaiveTensor.random(3, 2, 3, 32, 32).on(manager).add(1);

            Verdict verdict = discriminator.judge(parameters, segmentation, fake, real, true);

            NDArray ofFake = beforeLeakyRelu(verdict.fake().get(0).get(1)); // 2 x 4 x h x w
            NDArray ofReal = beforeLeakyRelu(verdict.real().get(0).get(1));
            int[] perChannel = {0, 2, 3};
            NDArray both = NDArrays.concat(new NDList(ofFake, ofReal));
            float[] none = new float[4];
            float[] one = {1, 1, 1, 1};
            long count = both.size() / 4;
            assertThat(both.sum(perChannel).div(count).toFloatArray()).containsExactly(none, Offset.offset(1e-5f));
            assertThat(both.square().sum(perChannel).div(count).toFloatArray())
                    .containsExactly(one, Offset.offset(1e-3f));
            assertThat(ofFake.sum(perChannel).div(count / 2).abs().sum().getFloat())
                    .isGreaterThan(0.1f);
        }
    }

    private static NDArray beforeLeakyRelu(NDArray y) {
        return y.minimum(0).div(0.2f).add(y.maximum(0));
    }

    /** With a first layer that is not zero, whatever the gain. */
    private static StateDict lively(StateDict weights) {
        StateDict lively = new StateDict();
        weights.tensors().forEach((name, tensor) -> {
            boolean first = name.equals("discriminator_0.model0.0.weight");
            float[] values = first ? NaiveTensor.floats(NaiveTensor.random(9, 2, 5, 4, 4).values) : new float[0];
            lively.put(name, first ? WeightTensor.of(values, tensor.shape()) : tensor);
        });
        return lively;
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
