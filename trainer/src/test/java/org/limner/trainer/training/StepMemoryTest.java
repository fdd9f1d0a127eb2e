package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.loss.FeatureMatchingLoss;
import org.limner.trainer.loss.HingeLoss;
import org.limner.trainer.loss.KullbackLeiblerLoss;
import org.limner.trainer.network.Encoding;
import org.limner.trainer.network.EngineForTests;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.Initialization;
import org.limner.trainer.network.MultiscaleDiscriminator;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.network.Verdict;

/**
 * What could go wrong: a result of the engine belongs to the manager of its first operand, so one reshaped weight per step that
 * no scope frees is a leak of the whole training.
 */
class StepMemoryTest {
    private static final int STEPS = 50;

    @Test
    void aStepInItsScopeLeavesNothingBehind() {
        Architecture architecture = new Architecture(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 2, 1);
        SpadeGenerator generator = new SpadeGenerator(new GeneratorShape(architecture, 3, 32, 32, 4));
        ImageEncoder encoder = new ImageEncoder(1, 4);
        MultiscaleDiscriminator discriminator = new MultiscaleDiscriminator(6, 1, 2, 4);
        try (NDManager manager = EngineForTests.manager();
                Parameters g = Parameters.from(generator.initialize(Initialization.REFERENCE_GPU, 1), manager);
                Parameters e = Parameters.from(encoder.initialize(Initialization.REFERENCE_GPU, 2), manager);
                Parameters d = Parameters.from(discriminator.initialize(Initialization.REFERENCE_GPU, 3), manager)) {
            Map<String, NDArray> both = new LinkedHashMap<>();
            g.trainable().forEach((name, array) -> both.put("G." + name, array));
            e.trainable().forEach((name, array) -> both.put("E." + name, array));
            try (Adam adamG = new Adam(both, manager, 0f, 0.9f);
                    Adam adamD = new Adam(d.trainable(), manager, 0f, 0.9f)) {
                List<Integer> counts = new ArrayList<>();
                for (int step = 0; step < STEPS; step++) {
                    try (NDScope scope = new NDScope()) {
                        scope.suppressNotUsedWarning();
                        NDArray segmentation = manager.ones(new Shape(2, 3, 32, 32));
                        NDArray real = manager.randomUniform(-1, 1, new Shape(2, 3, 32, 32));
                        NDArray eps = manager.randomNormal(new Shape(2, 4));
                        d.requireGradients(false);
                        NDArray fake;
                        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                            Encoding encoding = encoder.forward(e, real, true);
                            fake = generator.forward(g, segmentation, encoding.sample(eps), true);
                            Verdict verdict = discriminator.judge(d, segmentation, fake, real, true);
                            collector.backward(new HingeLoss()
                                    .generator(verdict.fakeScores())
                                    .add(new FeatureMatchingLoss(10).loss(verdict))
                                    .add(new KullbackLeiblerLoss(0.05f, KullbackLeiblerLoss.Scaling.PER_SAMPLE)
                                            .loss(encoding)));
                        }
                        adamG.step(1e-4);
                        d.requireGradients(true);
                        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                            Verdict verdict = discriminator.judge(d, segmentation, fake.stopGradient(), real, true);
                            collector.backward(new HingeLoss()
                                    .discriminatorOnFake(verdict.fakeScores())
                                    .add(new HingeLoss().discriminatorOnReal(verdict.realScores())));
                        }
                        adamD.step(4e-4);
                    }
                    counts.add(managedArrays(manager, g, e, d));
                }

                assertThat(counts.get(0)).isGreaterThan(g.arrays().size());
                assertThat(counts).containsOnly(counts.get(0));
            }
        }
    }

    /** A manager counts its own arrays alone; the networks' are managers below it. */
    private static int managedArrays(NDManager manager, Parameters... networks) {
        int count = manager.getManagedArrays().size();
        for (Parameters network : networks) {
            NDManager own = network.arrays().values().iterator().next().getManager();
            assertThat(own).isNotSameAs(manager);
            count += own.getManagedArrays().size();
        }
        return count;
    }
}
