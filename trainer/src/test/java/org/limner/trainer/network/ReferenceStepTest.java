package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.loss.AdversarialLoss;
import org.limner.trainer.loss.CrossEntropyLoss;
import org.limner.trainer.loss.FeatureMatchingLoss;
import org.limner.trainer.loss.HingeLoss;
import org.limner.trainer.loss.KullbackLeiblerLoss;
import org.limner.trainer.loss.LeastSquaresLoss;
import org.limner.trainer.loss.WassersteinLoss;
import org.limner.trainer.training.Adam;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * One whole training step against the reference's, which was computed in float64: losses, the norm of every gradient, and weights
 * after Adam. Here it is float32, so gradient norms differ by up to some 1e-4; a real mistake shows as 6e-2 or more.
 */
class ReferenceStepTest {
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
    void takesTheReferencesStep() throws IOException {
        Safetensors.Contents reference = ReferenceFolder.tensors("step.safetensors");
        StateDict expected = reference.tensors();
        StateDict weightsG = ReferenceFolder.weights("step-net_G.pth");
        StateDict weightsE = ReferenceFolder.weights("step-net_E.pth");
        StateDict weightsD = ReferenceFolder.weights("step-net_D.pth");
        Architecture architecture = new Architecture(
                Input.STYLE,
                Upsampling.NORMAL,
                3,
                Normalization.BATCH,
                (int) weightsG.get("head_0.norm_0.mlp_shared.0.weight").size(0),
                4);
        SpadeGenerator generator = new SpadeGenerator(new GeneratorShape(architecture, 10, 256, 256, 256));
        ImageEncoder encoder = ImageEncoder.of(weightsE);
        MultiscaleDiscriminator discriminator = new MultiscaleDiscriminator(13, 4, 2, 4);
        generator.check(weightsG);
        discriminator.check(weightsD);

        try (Parameters g = Parameters.from(weightsG, manager);
                Parameters e = Parameters.from(weightsE, manager);
                Parameters d = Parameters.from(weightsD, manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray segmentation = ReferenceFolder.segmentation(manager, expected, reference.metadata());
            NDArray real = ReferenceFolder.array(manager, expected.get("image"));
            NDArray eps = ReferenceFolder.array(manager, expected.get("eps"));
            AdversarialLoss hinge = new HingeLoss();

            // The generator's and encoder's half.
            d.requireGradients(false);
            NDArray fake;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Encoding encoding = encoder.forward(e, real, true);
                assertThat(ReferenceFolder.largestDifference(encoding.mu(), expected.get("mu")))
                        .isLessThan(3e-5);
                assertThat(ReferenceFolder.largestDifference(encoding.logvar(), expected.get("logvar")))
                        .isLessThan(3e-5);
                fake = generator.forward(g, segmentation, encoding.sample(eps), true);
                assertThat(ReferenceFolder.largestDifference(fake, expected.get("fake")))
                        .isLessThan(3e-5);
                Verdict verdict = discriminator.judge(d, segmentation, fake, real, true);
                NDArray gan = hinge.generator(verdict.fakeScores());
                NDArray matching = new FeatureMatchingLoss(10).loss(verdict);
                NDArray kld = new KullbackLeiblerLoss(0.05f, KullbackLeiblerLoss.Scaling.BATCH_SUM).loss(encoding);
                assertLoss("GAN", gan, expected);
                assertLoss("GAN_Feat", matching, expected);
                assertLoss("KLD", kld, expected);
                assertLoss("D_Fake", hinge.discriminatorOnFake(verdict.fakeScores()), expected);
                assertLoss("D_real", hinge.discriminatorOnReal(verdict.realScores()), expected);
                assertLosses("ls", new LeastSquaresLoss(), verdict, expected);
                assertLosses("original", new CrossEntropyLoss(), verdict, expected);
                assertLosses("w", new WassersteinLoss(), verdict, expected);
                System.gc(); // what the graph still needs must not depend on what Java can reach
                collector.backward(gan.add(matching).add(kld));
            }
            assertGradients("G.", g, expected);
            assertGradients("E.", e, expected);
            Map<String, NDArray> both = new LinkedHashMap<>();
            g.trainable().forEach((name, array) -> both.put("G." + name, array));
            e.trainable().forEach((name, array) -> both.put("E." + name, array));
            try (Adam adam = new Adam(both, manager, 0f, 0.9f)) {
                adam.step(1e-4);
            }
            assertWeightsAfterAdam("G.", g, expected);
            assertWeightsAfterAdam("E.", e, expected);

            // The discriminator's half, on the same fake, after a second power iteration.
            d.requireGradients(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Verdict verdict = discriminator.judge(d, segmentation, fake.stopGradient(), real, true);
                NDArray onFake = hinge.discriminatorOnFake(verdict.fakeScores());
                NDArray onReal = hinge.discriminatorOnReal(verdict.realScores());
                System.gc();
                collector.backward(onFake.add(onReal));
            }
            assertGradients("D.", d, expected);
            try (Adam adam = new Adam(d.trainable(), manager, 0f, 0.9f)) {
                adam.step(4e-4);
            }
            assertWeightsAfterAdam("D.", d, expected);
        }
    }

    private static void assertLosses(String mode, AdversarialLoss loss, Verdict verdict, StateDict expected) {
        assertLoss(mode + ".GAN", loss.generator(verdict.fakeScores()), expected);
        assertLoss(mode + ".D_Fake", loss.discriminatorOnFake(verdict.fakeScores()), expected);
        assertLoss(mode + ".D_real", loss.discriminatorOnReal(verdict.realScores()), expected);
    }

    private static void assertLoss(String name, NDArray actual, StateDict expected) {
        double truth = expected.get("loss." + name).doubles()[0];
        double relative = Math.abs(actual.getFloat() / truth - 1);
        System.out.printf(Locale.ROOT, "loss %s: relative difference %.2g%n", name, relative);
        assertThat((double) actual.getFloat()).as(name).isCloseTo(truth, within(1e-5 * Math.abs(truth)));
    }

    private static void assertGradients(String network, Parameters parameters, StateDict expected) {
        double largest = 0;
        for (Map.Entry<String, NDArray> entry : parameters.trainable().entrySet()) {
            String name = network + entry.getKey();
            double truth = expected.get("gradnorm." + name).doubles()[0];
            float[] gradient = entry.getValue().getGradient().toFloatArray();
            double norm = norm(gradient);
            if (truth < 1e-8) { // zero in truth: what float32 leaves of sums that cancel
                assertThat(norm).as("gradient norm of " + name).isLessThan(1e-4);
            } else {
                largest = Math.max(largest, Math.abs(norm / truth - 1));
                assertThat(norm).as("gradient norm of " + name).isCloseTo(truth, within(5e-3 * truth));
            }
            expected.find("grad." + name).ifPresent(full -> assertThat(norm(difference(gradient, full.floats())))
                    .as("gradient of " + name)
                    .isLessThan(5e-3 * truth));
        }
        System.out.printf(Locale.ROOT, "gradient norms of %s: largest relative difference %.2g%n", network, largest);
    }

    private static void assertWeightsAfterAdam(String network, Parameters parameters, StateDict expected) {
        for (Map.Entry<String, WeightTensor> entry :
                expected.under("adam." + network).tensors().entrySet()) {
            float[] actual = parameters.get(entry.getKey()).toFloatArray();
            // With beta1 = 0 the first step is nearly the gradient's sign: where a gradient is noise, its sign is too.
            double share = 0;
            float[] truth = entry.getValue().floats();
            for (int i = 0; i < truth.length; i++) {
                share += Math.abs(actual[i] - truth[i]) > 1e-6 ? 1.0 / truth.length : 0;
            }
            System.out.printf(
                    Locale.ROOT, "%s%s after Adam: %.2g of the weights elsewhere%n", network, entry.getKey(), share);
            assertThat(share).as(network + entry.getKey()).isLessThan(0.01);
        }
    }

    private static float[] difference(float[] x, float[] y) {
        float[] difference = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            difference[i] = x[i] - y[i];
        }
        return difference;
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
