package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.dataset.InstanceEdges;
import org.limner.trainer.dataset.InstanceMap;
import org.limner.trainer.network.ReferenceFolder;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * A whole step of a training with {@code --parity reference} against the reference's: what its settings leave out shows here, where
 * the parts alone would agree. The discriminator's half is not compared, since this step paints fresh fakes for it, and the
 * reference's numbers are for the same ones.
 */
class ReferenceParityTest {
    private static final int SIZE = 256;

    @BeforeAll
    static void oneThread() {
        TensorEngine.start(1);
    }

    @Test
    void takesTheGeneratorsStepOfTheReference() throws IOException {
        Safetensors.Contents reference = ReferenceFolder.tensors("step.safetensors");
        StateDict expected = reference.tensors();
        StateDict checkpoint = new StateDict()
                .putAll(Checkpoint.GENERATOR, ReferenceFolder.weights("step-net_G.pth"))
                .putAll(Checkpoint.ENCODER, ReferenceFolder.weights("step-net_E.pth"))
                .putAll(Checkpoint.DISCRIMINATOR, ReferenceFolder.weights("step-net_D.pth"));
        TrainingOptions options = TrainingOptions.of(settings(checkpoint));

        try (NDManager manager = NDManager.newBaseManager();
                Networks networks = Networks.restored(options, 9, checkpoint, manager);
                TrainingStep step = new TrainingStep(options, networks, manager)) {
            Map<String, Double> losses =
                    step.run(batch(expected), 0, 1, given(expected.get("eps"))).values();

            assertLoss("GAN", losses, "GAN", expected);
            assertLoss("feature", losses, "GAN_Feat", expected);
            assertLoss("KL", losses, "KLD", expected);
            StateDict after = networks.state();
            assertWeights("G.", after, expected);
            assertWeights("E.", after, expected);
        }
    }

    /** The sizes of the reference's small networks, as its metadata says; everything else is the switch's. */
    private static Settings settings(StateDict checkpoint) {
        Settings settings = Settings.defaults().withParity("reference");
        for (String assignment : List.of(
                "image.width=" + SIZE,
                "image.height=" + SIZE,
                "load.width=" + SIZE,
                "load.height=" + SIZE,
                "image.instances=true",
                "generator.ngf=4",
                "generator.hidden="
                        + checkpoint.get("G.head_0.norm_0.mlp_shared.0.weight").size(0),
                "encoder.nef=" + checkpoint.get("E.layer1.0.weight_orig").size(0),
                "discriminator.ndf=4",
                "batch-size=2")) {
            settings = settings.with(assignment);
        }
        return settings;
    }

    private static Batch batch(StateDict tensors) {
        List<int[]> labels = new ArrayList<>();
        List<boolean[]> edges = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            labels.add(ReferenceFolder.example(tensors.get("label"), n));
            edges.add(
                    InstanceEdges.of(new InstanceMap(SIZE, SIZE, ReferenceFolder.example(tensors.get("instance"), n))));
        }
        return new Batch(SIZE, SIZE, tensors.get("image").floats(), labels, edges);
    }

    /** The reference's eps first, then this step's own numbers for the discriminator's fakes. */
    private static NormalNumbers given(WeightTensor eps) {
        return new NormalNumbers(1, 0) {
            private boolean used;

            @Override
            float[] next(int count) {
                if (used) {
                    return super.next(count);
                }
                used = true;
                return eps.floats();
            }
        };
    }

    private static void assertLoss(String name, Map<String, Double> losses, String key, StateDict expected) {
        double truth = expected.get("loss." + key).doubles()[0];
        System.out.printf(
                Locale.ROOT, "parity, %s: relative difference %.2g%n", name, Math.abs(losses.get(name) / truth - 1));
        assertThat(losses.get(name)).as(name).isCloseTo(truth, within(1e-5 * Math.abs(truth)));
    }

    private static void assertWeights(String network, StateDict after, StateDict expected) {
        Map<String, WeightTensor> truths = expected.under("adam." + network).tensors();
        assertThat(truths).isNotEmpty();
        truths.forEach((name, truth) -> {
            float[] actual = after.get(network + name).floats();
            // With beta1 = 0 the first step is nearly the gradient's sign: where a gradient is noise, its sign is too.
            double share = 0;
            for (int i = 0; i < actual.length; i++) {
                share += Math.abs(actual[i] - truth.floats()[i]) > 1e-6 ? 1.0 / actual.length : 0;
            }
            System.out.printf(
                    Locale.ROOT, "parity, %s%s after Adam: %.2g of the weights elsewhere%n", network, name, share);
            assertThat(share).as(network + name).isLessThan(0.01);
        });
    }
}
