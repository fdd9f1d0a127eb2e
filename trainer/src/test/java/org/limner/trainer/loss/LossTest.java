package org.limner.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.limner.trainer.network.Encoding;
import org.limner.trainer.network.EngineForTests;
import org.limner.trainer.network.Verdict;

/** Each loss on numbers small enough to work out by hand. */
class LossTest {
    private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

    private static NDManager manager;
    private NDScope scope;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    @BeforeEach
    void openScope() {
        scope = new NDScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    private static NDArray array(float... values) {
        return manager.create(values, new Shape(1, 1, 1, values.length));
    }

    /** Two scales of different sizes, so that a mean over all scores would come out otherwise. */
    private static List<NDArray> scores() {
        return List.of(array(2, -0.5f, 0, 0.5f), array(-3, 1));
    }

    @Test
    void hingeAsksNothingOfScoresBeyondOne() {
        AdversarialLoss hinge = new HingeLoss();

        assertThat(hinge.generator(scores()).getFloat()).isCloseTo((-0.5f + 1) / 2, ROUNDING);
        // max(0, 1 + d): 3, 0.5, 1, 1.5 and 0, 2
        assertThat(hinge.discriminatorOnFake(scores()).getFloat()).isCloseTo((1.5f + 1) / 2, ROUNDING);
        // max(0, 1 - d): 0, 1.5, 1, 0.5 and 4, 0
        assertThat(hinge.discriminatorOnReal(scores()).getFloat()).isCloseTo((0.75f + 2) / 2, ROUNDING);
    }

    @Test
    void leastSquaresPullsFakesToZeroAndPhotographsToOne() {
        AdversarialLoss squares = new LeastSquaresLoss();

        assertThat(squares.discriminatorOnFake(scores()).getFloat()).isCloseTo((4.5f / 4 + 5) / 2, ROUNDING);
        assertThat(squares.discriminatorOnReal(scores()).getFloat()).isCloseTo((4.5f / 4 + 8) / 2, ROUNDING);
        assertThat(squares.generator(scores()).getFloat()).isCloseTo((4.5f / 4 + 8) / 2, ROUNDING);
    }

    @Test
    void crossEntropyStaysFiniteForSureScores() {
        AdversarialLoss entropy = new CrossEntropyLoss();

        assertThat(entropy.discriminatorOnReal(List.of(array(0))).getFloat()).isCloseTo((float) Math.log(2), ROUNDING);
        assertThat(entropy.discriminatorOnFake(List.of(array(200))).getFloat()).isCloseTo(200, ROUNDING);
        assertThat(entropy.generator(List.of(array(200))).getFloat()).isCloseTo(0, ROUNDING);
        assertThat(entropy.discriminatorOnFake(List.of(array(1.5f))).getFloat())
                .isCloseTo((float) -Math.log(1 - 1 / (1 + Math.exp(-1.5))), ROUNDING);
    }

    @Test
    void wassersteinComparesMeans() {
        AdversarialLoss wasserstein = new WassersteinLoss();

        assertThat(wasserstein.discriminatorOnFake(scores()).getFloat()).isCloseTo((0.5f - 1) / 2, ROUNDING);
        assertThat(wasserstein.discriminatorOnReal(scores()).getFloat()).isCloseTo((-0.5f + 1) / 2, ROUNDING);
        assertThat(wasserstein.generator(scores()).getFloat()).isCloseTo((-0.5f + 1) / 2, ROUNDING);
    }

    @Test
    void featureMatchingSumsLayersAndDividesByScalesAlone() {
        Verdict verdict = new Verdict(
                List.of(List.of(array(1, 2), array(5), array(9)), List.of(array(0), array(1), array(9))),
                List.of(List.of(array(2, 4), array(4), array(0)), List.of(array(3), array(1), array(0))));

        // mean absolute differences 1.5, 1, 3, 0; the scores do not count
        assertThat(new FeatureMatchingLoss(10).loss(verdict).getFloat()).isCloseTo(10f / 2 * 5.5f, ROUNDING);
    }

    @Test
    void featureMatchingTeachesTheFakesAlone() {
        NDArray fake = array(1, 2);
        NDArray real = array(3, 0);
        fake.setRequiresGradient(true);
        real.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            // The product gives the photographs a way to learn that does not go through the loss.
            Verdict verdict = new Verdict(List.of(List.of(fake, array(0))), List.of(List.of(real, array(0))));
            collector.backward(
                    new FeatureMatchingLoss(10).loss(verdict).add(real.mul(0).sum()));
        }

        assertThat(fake.getGradient().toFloatArray()).containsExactly(-5, 5);
        assertThat(real.getGradient().toFloatArray()).containsExactly(0, 0);
    }

    @Test
    void featureMatchingNeedsFeatures() {
        assertThatThrownBy(() -> new FeatureMatchingLoss(10)
                        .loss(new Verdict(List.of(List.of(array(1))), List.of(List.of(array(2))))))
                .hasMessage("the verdict holds no features");
    }

    @Test
    void divergenceWeighsABatchAsTheReferenceDoesOrEachPhotographAlike() {
        NDArray mu = manager.create(new float[] {0, 1, 0, 2}, new Shape(2, 2));
        NDArray logvar = manager.create(new float[] {0, 0, (float) Math.log(4), 0}, new Shape(2, 2));
        Encoding encoding = new Encoding(mu, logvar);
        // -1/2 sum (1 + logvar - mu^2 - var): 0.5 for the first, 1.5 - log(4) / 2 + 2 for the second
        float sum = 0.5f + 3.5f - (float) Math.log(4) / 2;

        float batch = new KullbackLeiblerLoss(0.05f, KullbackLeiblerLoss.Scaling.BATCH_SUM)
                .loss(encoding)
                .getFloat();
        float sample = new KullbackLeiblerLoss(0.05f, KullbackLeiblerLoss.Scaling.PER_SAMPLE)
                .loss(encoding)
                .getFloat();

        assertThat(batch).isCloseTo(0.05f * sum, ROUNDING);
        assertThat(sample).isCloseTo(0.05f * 4 * sum / 2, ROUNDING);
    }

    @Test
    void divergenceLetsStylesHoldTheirFreeNats() {
        NDArray mu = manager.create(new float[] {1, 2}, new Shape(2, 1)); // 0.5 and 2 nats
        NDArray logvar = manager.create(new float[] {0, 0}, new Shape(2, 1));
        mu.setRequiresGradient(true);
        KullbackLeiblerLoss.Scaling scaling = KullbackLeiblerLoss.Scaling.PER_SAMPLE;
        float[] pressed = new float[2];
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray within = new KullbackLeiblerLoss(0.05f, scaling, 3).loss(new Encoding(mu, logvar));
            assertThat(within.getFloat()).isCloseTo(0.05f * 4 * 3, ROUNDING);
            collector.backward(within);
            pressed = mu.getGradient().toFloatArray();
        }
        assertThat(pressed).containsExactly(0, 0);

        assertThat(new KullbackLeiblerLoss(0.05f, scaling, 1)
                        .loss(new Encoding(mu, logvar))
                        .getFloat())
                .isCloseTo(0.05f * 4 * 1.25f, ROUNDING);
    }
}
