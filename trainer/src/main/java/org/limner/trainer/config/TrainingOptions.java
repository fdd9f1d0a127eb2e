package org.limner.trainer.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.loss.KullbackLeiblerLoss;
import org.limner.trainer.loss.PerceptualLoss;
import org.limner.trainer.network.BatchNormEpsilon;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.Initialization;
import org.limner.trainer.network.MultiscaleDiscriminator;

/**
 * {@link Settings} with their types, as the training reads them.
 *
 * @param seed of the weights' start, the order of examples and the styles drawn
 */
public record TrainingOptions(
        Data data,
        Image image,
        Network network,
        Loss loss,
        Optimizer optimizer,
        Length length,
        Averaging averaging,
        Reporting reporting,
        long seed) {

    /**
     * Where examples come from.
     *
     * @param source  a folder or {@code scenes}
     * @param split   of it
     * @param count   of scenes
     * @param threads that decode and augment
     */
    public record Data(String source, String split, int count, int threads) {}

    /**
     * What is made of an example, in pixels.
     *
     * @param loadWidth  before the random crop
     * @param loadHeight before the random crop
     * @param mirror     every second example
     * @param instances  whether instance edges are read
     */
    public record Image(int width, int height, int loadWidth, int loadHeight, boolean mirror, boolean instances) {
        public Image {
            if (loadWidth < width || loadHeight < height) {
                throw new ConfigException(
                        "load size %d x %d is smaller than the image, %d x %d: set load.width and load.height"
                                .formatted(loadWidth, loadHeight, width, height));
            }
        }
    }

    /**
     * The networks' sizes.
     *
     * @param styleSize 0 for a generator with label input
     * @param nef       of the encoder, which there is exactly when there are styles
     * @param start     what all weights begin as
     */
    public record Network(
            Architecture architecture,
            int styleSize,
            boolean generatorSpectralNorm,
            BatchNormEpsilon batchNormEpsilon,
            int nef,
            ImageEncoder.Normalization encoderNormalization,
            boolean encoderSpectralNorm,
            int ndf,
            int scales,
            int layers,
            MultiscaleDiscriminator.Normalization discriminatorNormalization,
            boolean discriminatorSpectralNorm,
            Start start) {
        public boolean readsStyle() {
            return styleSize > 0;
        }
    }

    /**
     * What weights begin as.
     *
     * @param gain of the kinds that have one
     */
    public record Start(Initialization kind, double gain) {}

    /** What generator and discriminator play for. */
    public enum Adversarial {
        HINGE,
        LEAST_SQUARES,
        CROSS_ENTROPY,
        WASSERSTEIN
    }

    /**
     * The losses and their weights.
     *
     * @param klFree nats per photograph that cost nothing
     */
    public record Loss(
            Adversarial adversarial,
            float featureMatching,
            float kl,
            KullbackLeiblerLoss.Scaling klScaling,
            float klFree,
            Perceptual perceptual) {}

    /**
     * The perceptual loss.
     *
     * @param network file with VGG19's weights; null: there is no such loss
     */
    public record Perceptual(float weight, @Nullable Path network, PerceptualLoss.Input input) {
        public boolean enabled() {
            return network != null && weight > 0;
        }
    }

    /**
     * Adam's numbers and the batch they see.
     *
     * @param learningRate       before the split into two time scales
     * @param discriminatorSteps for one of the generator
     * @param gradientLimit      of the global norm; 0: none
     */
    public record Optimizer(
            int batchSize,
            double learningRate,
            boolean twoTimeScales,
            float beta1,
            float beta2,
            int discriminatorSteps,
            double gradientLimit) {
        /** Adam's step for generator and encoder where the schedule says {@code rateFactor}. */
        public double generatorRate(double rateFactor) {
            return learningRate * rateFactor / timeScale();
        }

        /** Adam's step for the discriminator where the schedule says {@code rateFactor}. */
        public double discriminatorRate(double rateFactor) {
            return learningRate * rateFactor * timeScale();
        }

        private double timeScale() {
            return twoTimeScales ? 2 : 1;
        }
    }

    /** How the rate falls over D decay epochs. Either way the last one still moves. */
    public enum Decay {
        /** The k-th has 1 - k / (D + 1) of it: the first is already slower. */
        AT_ONCE,
        /** The k-th has 1 - (k - 1) / D of it, as in the reference: the first has all of it. */
        ONE_EPOCH_LATE
    }

    /**
     * When to stop, and how the rate falls on the way.
     *
     * @param epochs      at full rate
     * @param decayEpochs after them
     * @param minutes     instead of both; 0: by epochs
     */
    public record Length(int epochs, int decayEpochs, Decay decay, double minutes) {
        public Length {
            if (minutes == 0 && epochs + decayEpochs == 0) {
                throw new ConfigException("epochs, decay-epochs and minutes are all 0: there is nothing to train");
            }
        }
    }

    /**
     * The running average of the generator's weights.
     *
     * @param decay   0: none
     * @param batches for its batch-norm statistics
     */
    public record Averaging(double decay, int batches) {
        public boolean enabled() {
            return decay > 0;
        }
    }

    /**
     * How often what is written.
     *
     * @param checkpointEpochs between checkpoints that are kept; 0: none is
     */
    public record Reporting(double logSeconds, double sampleSeconds, int checkpointEpochs) {}

    /** Throws {@link ConfigException} for values that do not go together. */
    public static TrainingOptions of(Settings settings) {
        Architecture architecture = new Architecture(
                settings.choice(Setting.INPUT, Input.class),
                settings.choice(Setting.UPSAMPLING, Upsampling.class),
                settings.integer(Setting.KERNEL),
                settings.choice(Setting.NORMALIZATION, Normalization.class),
                settings.integer(Setting.HIDDEN),
                settings.integer(Setting.NGF));
        TrainingOptions options = new TrainingOptions(
                new Data(
                        settings.text(Setting.DATA),
                        settings.text(Setting.DATA_SPLIT),
                        settings.integer(Setting.DATA_COUNT),
                        settings.integer(Setting.DATA_THREADS)),
                new Image(
                        settings.integer(Setting.IMAGE_WIDTH),
                        settings.integer(Setting.IMAGE_HEIGHT),
                        settings.integer(Setting.LOAD_WIDTH),
                        settings.integer(Setting.LOAD_HEIGHT),
                        settings.flag(Setting.MIRROR),
                        settings.flag(Setting.INSTANCES)),
                new Network(
                        architecture,
                        architecture.input() == Input.STYLE ? settings.integer(Setting.STYLE_SIZE) : 0,
                        settings.flag(Setting.GENERATOR_SPECTRAL_NORM),
                        settings.choice(Setting.BATCH_NORM_EPSILON, BatchNormEpsilon.class),
                        settings.integer(Setting.NEF),
                        settings.choice(Setting.ENCODER_NORMALIZATION, ImageEncoder.Normalization.class),
                        settings.flag(Setting.ENCODER_SPECTRAL_NORM),
                        settings.integer(Setting.NDF),
                        settings.integer(Setting.SCALES),
                        settings.integer(Setting.LAYERS),
                        settings.choice(
                                Setting.DISCRIMINATOR_NORMALIZATION, MultiscaleDiscriminator.Normalization.class),
                        settings.flag(Setting.DISCRIMINATOR_SPECTRAL_NORM),
                        new Start(
                                settings.choice(Setting.INITIALIZATION, Initialization.class),
                                settings.decimal(Setting.INITIALIZATION_GAIN))),
                new Loss(
                        settings.choice(Setting.ADVERSARIAL, Adversarial.class),
                        (float) settings.decimal(Setting.FEATURE_MATCHING),
                        (float) settings.decimal(Setting.KL),
                        settings.choice(Setting.KL_SCALING, KullbackLeiblerLoss.Scaling.class),
                        (float) settings.decimal(Setting.KL_FREE),
                        new Perceptual(
                                (float) settings.decimal(Setting.PERCEPTUAL),
                                perceptualNetwork(settings.text(Setting.PERCEPTUAL_NETWORK)),
                                settings.choice(Setting.PERCEPTUAL_INPUT, PerceptualLoss.Input.class))),
                new Optimizer(
                        settings.integer(Setting.BATCH_SIZE),
                        settings.decimal(Setting.LEARNING_RATE),
                        settings.flag(Setting.TWO_TIME_SCALES),
                        (float) settings.decimal(Setting.BETA1),
                        (float) settings.decimal(Setting.BETA2),
                        settings.integer(Setting.DISCRIMINATOR_STEPS),
                        settings.decimal(Setting.GRADIENT_LIMIT)),
                new Length(
                        settings.integer(Setting.EPOCHS),
                        settings.integer(Setting.DECAY_EPOCHS),
                        settings.choice(Setting.DECAY, Decay.class),
                        settings.decimal(Setting.MINUTES)),
                new Averaging(settings.decimal(Setting.EMA_DECAY), settings.integer(Setting.EMA_BATCHES)),
                new Reporting(
                        settings.decimal(Setting.LOG_SECONDS),
                        settings.decimal(Setting.SAMPLE_SECONDS),
                        settings.integer(Setting.CHECKPOINT_EPOCHS)),
                settings.longInteger(Setting.SEED));
        options.generatorShape(1); // refuses sizes that do not fit the upsampling before any data is read
        return options;
    }

    private static @Nullable Path perceptualNetwork(String file) {
        return file.equals("none") ? null : Path.of(file);
    }

    /** These options with examples from elsewhere. */
    public TrainingOptions withData(String source) {
        Data other = new Data(source, data.split(), data.count(), data.threads());
        return new TrainingOptions(other, image, network, loss, optimizer, length, averaging, reporting, seed);
    }

    /**
     * The generator for data with this many label channels.
     *
     * @param labelChannels classes, and one for void where there is such a label; without the instance edge
     * @throws ConfigException if the size does not fit the upsampling
     */
    public GeneratorShape generatorShape(int labelChannels) {
        try {
            return new GeneratorShape(
                    network.architecture(),
                    labelChannels + (image.instances() ? 1 : 0),
                    image.height(),
                    image.width(),
                    network.styleSize());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage() + ": set image.width and image.height", e);
        }
    }
}
