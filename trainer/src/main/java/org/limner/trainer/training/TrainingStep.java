package org.limner.trainer.training;

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
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.loss.AdversarialLoss;
import org.limner.trainer.loss.CrossEntropyLoss;
import org.limner.trainer.loss.FeatureMatchingLoss;
import org.limner.trainer.loss.HingeLoss;
import org.limner.trainer.loss.KullbackLeiblerLoss;
import org.limner.trainer.loss.LeastSquaresLoss;
import org.limner.trainer.loss.PerceptualLoss;
import org.limner.trainer.loss.WassersteinLoss;
import org.limner.trainer.network.Encoding;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.OneHot;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.network.Verdict;
import org.limner.trainer.network.Vgg19;
import org.limner.trainer.weights.StateDict;

/**
 * One step of the game, Park et al. 2019 (arXiv 1903.07291), sec. 4: first generator and encoder learn from the
 * discriminator, then the discriminator from the same photographs and fresh fakes of theirs.
 *
 * <p>Two time scales (Heusel et al. 2017, arXiv 1706.08500): generator and encoder move at half the learning rate, the
 * discriminator at twice.
 */
final class TrainingStep implements AutoCloseable {
    private final TrainingOptions options;
    private final Networks networks;
    private final NDManager manager;
    private final Adam generatorOptimizer;
    private final Adam discriminatorOptimizer;
    private final AdversarialLoss adversarial;
    private final FeatureMatchingLoss featureMatching;
    private final KullbackLeiblerLoss divergence;
    private final @Nullable Vgg19 vgg;
    private final @Nullable PerceptualLoss perceptual;

    /** Throws {@link ConfigException} that says why the perceptual loss has no network, where the options ask for one. */
    TrainingStep(TrainingOptions options, Networks networks, NDManager manager) {
        this.options = options;
        this.networks = networks;
        this.manager = manager;
        Map<String, NDArray> learning = new LinkedHashMap<>();
        networks.generatorWeights().trainable().forEach((name, weight) -> learning.put("G." + name, weight));
        if (networks.encoderWeights() != null) {
            networks.encoderWeights().trainable().forEach((name, weight) -> learning.put("E." + name, weight));
        }
        TrainingOptions.Optimizer numbers = options.optimizer();
        generatorOptimizer = new Adam(learning, manager, numbers.beta1(), numbers.beta2(), numbers.gradientLimit());
        discriminatorOptimizer = new Adam(
                networks.discriminatorWeights().trainable(),
                manager,
                numbers.beta1(),
                numbers.beta2(),
                numbers.gradientLimit());
        adversarial = adversarial(options.loss().adversarial());
        featureMatching = new FeatureMatchingLoss(options.loss().featureMatching());
        divergence = new KullbackLeiblerLoss(
                options.loss().kl(), options.loss().klScaling(), options.loss().klFree());
        TrainingOptions.Perceptual eye = options.loss().perceptual();
        vgg = eye.enabled() ? PerceptualNetwork.open(eye.network(), manager) : null;
        perceptual = vgg == null ? null : new PerceptualLoss(vgg, eye.input(), eye.weight());
    }

    /** What the perceptual loss looks at, for people; null: there is none. */
    @Nullable
    String perceptualTerms() {
        return perceptual == null ? null : perceptual.terms();
    }

    /**
     * Changes all weights once; of several discriminator steps for one of the generator, only the first changes the
     * generator's, and the losses of the others are the discriminator's alone.
     *
     * @param step       which one it is, from 0; random styles follow from it
     * @param rateFactor of the learning rate
     * @throws DivergenceException if a loss is no number; whose loss it is has not learned from it then
     */
    Losses run(Batch batch, long step, double rateFactor) {
        return run(batch, step, rateFactor, new NormalNumbers(options.seed(), step));
    }

    /** As {@link #run(Batch, long, double)}, with these numbers for styles instead of the step's own. */
    Losses run(Batch batch, long step, double rateFactor, NormalNumbers random) {
        Losses losses = new Losses();
        try (NDScope scope = new NDScope()) { // whatever is made in here, graphs too, dies with it
            scope.suppressNotUsedWarning();
            NDArray segmentation = segmentation(batch, networks, manager); // N x C x H x W
            NDArray photo = photo(batch, manager); // N x 3 x H x W
            if (step % options.optimizer().discriminatorSteps() == 0) {
                learnToPaint(segmentation, photo, random, losses);
                check(losses, step);
                generatorOptimizer.step(options.optimizer().generatorRate(rateFactor));
            }
            learnToJudge(segmentation, photo, random, losses);
            check(losses, step);
            discriminatorOptimizer.step(options.optimizer().discriminatorRate(rateFactor));
        }
        return losses;
    }

    private void learnToPaint(NDArray segmentation, NDArray photo, NormalNumbers random, Losses losses) {
        // Frozen, the discriminator passes gradients on to the image and collects none itself.
        networks.discriminatorWeights().requireGradients(false);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Encoding encoding = encode(photo);
            NDArray fake = paint(segmentation, encoding, random); // N x 3 x H x W
            Verdict verdict =
                    networks.discriminator().judge(networks.discriminatorWeights(), segmentation, fake, photo, true);
            NDArray gan = adversarial.generator(verdict.fakeScores());
            NDArray feature = featureMatching.loss(verdict);
            NDArray total = gan.add(feature);
            losses.put("GAN", gan.getFloat());
            losses.put("feature", feature.getFloat());
            if (perceptual != null) {
                NDArray seen = perceptual.loss(fake, photo);
                total = total.add(seen);
                losses.put("perceptual", seen.getFloat());
            }
            if (encoding != null) {
                NDArray kl = divergence.loss(encoding);
                total = total.add(kl);
                losses.put("KL", kl.getFloat());
            }
            collector.backward(total);
        } finally {
            networks.discriminatorWeights().requireGradients(true);
        }
    }

    private void learnToJudge(NDArray segmentation, NDArray photo, NormalNumbers random, Losses losses) {
        NDArray fake = paint(segmentation, encode(photo), random); // outside the collector: no graph, no gradient
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Verdict verdict =
                    networks.discriminator().judge(networks.discriminatorWeights(), segmentation, fake, photo, true);
            NDArray onFake = adversarial.discriminatorOnFake(verdict.fakeScores());
            NDArray onReal = adversarial.discriminatorOnReal(verdict.realScores());
            losses.put("fake", onFake.getFloat());
            losses.put("real", onReal.getFloat());
            collector.backward(onFake.add(onReal));
        }
    }

    private @Nullable Encoding encode(NDArray photo) {
        ImageEncoder encoder = networks.encoder();
        Parameters weights = networks.encoderWeights();
        return encoder == null || weights == null ? null : encoder.forward(weights, photo, true);
    }

    /** A style from what the photo was encoded to, and an image in it. */
    private NDArray paint(NDArray segmentation, @Nullable Encoding encoding, NormalNumbers random) {
        NDArray z = null;
        if (encoding != null) {
            Shape shape = encoding.mu().getShape(); // N x Z
            z = encoding.sample(manager.create(random.next((int) shape.size()), shape));
        }
        return networks.generator().forward(networks.generatorWeights(), segmentation, z, true);
    }

    /** {@code N x C x H x W}: classes, void where the generator knows it, the instance edge where it reads one. */
    static NDArray segmentation(Batch batch, Networks networks, NDManager manager) {
        int channels = networks.generator().shape().inputChannels();
        int labels = batch.edges() == null ? channels : channels - 1;
        return OneHot.encode(manager, batch.labels(), batch.edges(), batch.height(), batch.width(), labels);
    }

    static NDArray photo(Batch batch, NDManager manager) {
        return manager.create(batch.photos(), new Shape(batch.size(), 3, batch.height(), batch.width()));
    }

    private static void check(Losses losses, long step) {
        if (!losses.finite()) {
            throw new DivergenceException(step, losses);
        }
    }

    private static AdversarialLoss adversarial(TrainingOptions.Adversarial kind) {
        return switch (kind) {
            case HINGE -> new HingeLoss();
            case LEAST_SQUARES -> new LeastSquaresLoss();
            case CROSS_ENTROPY -> new CrossEntropyLoss();
            case WASSERSTEIN -> new WassersteinLoss();
        };
    }

    /** The optimisers' moments under their prefixes in a checkpoint. */
    StateDict state() {
        return new StateDict()
                .putAll(Checkpoint.GENERATOR_OPTIMIZER, generatorOptimizer.state())
                .putAll(Checkpoint.DISCRIMINATOR_OPTIMIZER, discriminatorOptimizer.state());
    }

    /** Takes the moments over from a checkpoint; those that had overflowed begin anew, and are named. */
    List<String> restore(StateDict checkpoint) {
        List<String> anew = new ArrayList<>();
        generatorOptimizer
                .restore(checkpoint.under(Checkpoint.GENERATOR_OPTIMIZER))
                .forEach(name -> anew.add(Checkpoint.GENERATOR_OPTIMIZER + name));
        discriminatorOptimizer
                .restore(checkpoint.under(Checkpoint.DISCRIMINATOR_OPTIMIZER))
                .forEach(name -> anew.add(Checkpoint.DISCRIMINATOR_OPTIMIZER + name));
        return anew;
    }

    @Override
    public void close() {
        if (vgg != null) {
            vgg.close();
        }
        generatorOptimizer.close();
        discriminatorOptimizer.close();
    }
}
