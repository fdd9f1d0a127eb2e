package org.limner.trainer.config;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.LabelFormat;
import org.limner.trainer.dataset.Preprocess;
import org.limner.trainer.dataset.layout.FolderOptions;
import org.limner.trainer.dataset.layout.LayoutName;
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

    /** What becomes of a training one of whose examples cannot be read. */
    public enum Broken {
        SKIP,
        STOP
    }

    /**
     * Where examples come from.
     *
     * @param source   a folder or {@code scenes}
     * @param split    of it
     * @param count    the first ones of a folder's {@code split}, or scenes in any split; none: all of a folder
     * @param threads  that decode and augment
     * @param shuffles whether each epoch has another order
     * @param broken   what becomes of the training when an example cannot be read
     * @param folder   how a folder is read
     */
    public record Data(
            String source,
            String split,
            OptionalInt count,
            int threads,
            boolean shuffles,
            Broken broken,
            FolderOptions folder) {}

    /**
     * What is made of an example, in pixels.
     *
     * @param preprocess  how it is resized
     * @param loadWidth   before the random crop
     * @param loadHeight  before the random crop
     * @param randomScale of what is loaded
     * @param mirror      every second example
     * @param instances   whether instance edges are read
     */
    public record Image(
            int width,
            int height,
            Preprocess preprocess,
            int loadWidth,
            int loadHeight,
            ScaleRange randomScale,
            boolean mirror,
            boolean instances) {
        public Image {
            if (preprocess == Preprocess.RESIZE_AND_CROP && (loadWidth < width || loadHeight < height)) {
                throw new ConfigException(
                        "load size %d x %d is smaller than the image, %d x %d: set load.width and load.height"
                                .formatted(loadWidth, loadHeight, width, height));
            }
            if (preprocess == Preprocess.SCALE_WIDTH && loadWidth != width) {
                throw new ConfigException(
                        "scale-width loads %d pixels, but the image is %d wide and nothing is cropped: set load.width=%d"
                                .formatted(loadWidth, width, width));
            }
            if (preprocess == Preprocess.SCALE_SHORTSIDE
                    && Math.min(loadWidth, loadHeight) != Math.min(width, height)) {
                throw new ConfigException(
                        "scale-shortside loads a short side of %d pixels, but that of the image is %d and nothing is cropped: set load.width and load.height"
                                .formatted(Math.min(loadWidth, loadHeight), Math.min(width, height)));
            }
            if (randomScale.most() > 1 && !preprocess.crops()) {
                throw new ConfigException("image.random-scale needs a crop, which image.preprocess=%s does not make"
                        .formatted(Setting.spelling(preprocess)));
            }
        }
    }

    /**
     * A factor drawn evenly between two.
     *
     * @param least at least 1, so that the crop fits
     */
    public record ScaleRange(double least, double most) {
        private static final double LARGEST = 8;

        /** {@code 1..1.2}, or one number. */
        static ScaleRange parse(String text) {
            String[] ends = text.split("\\.\\.", -1);
            try {
                double least = Double.parseDouble(ends[0]);
                double most = ends.length == 1 ? least : Double.parseDouble(ends[1]);
                if (ends.length <= 2 && least >= 1 && most >= least && most <= LARGEST) {
                    return new ScaleRange(least, most);
                }
            } catch (NumberFormatException e) {
                // said below, with what would be right
            }
            throw new ConfigException("image.random-scale = " + text + ": must be a range such as 1..1.2, from 1 to 8");
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
                        integerOr("all", settings, Setting.DATA_COUNT),
                        settings.integer(Setting.DATA_THREADS),
                        settings.flag(Setting.DATA_SHUFFLE),
                        settings.choice(Setting.DATA_BROKEN, Broken.class),
                        folder(settings)),
                new Image(
                        settings.integer(Setting.IMAGE_WIDTH),
                        settings.integer(Setting.IMAGE_HEIGHT),
                        settings.choice(Setting.PREPROCESS, Preprocess.class),
                        settings.integer(Setting.LOAD_WIDTH),
                        settings.integer(Setting.LOAD_HEIGHT),
                        ScaleRange.parse(settings.text(Setting.RANDOM_SCALE)),
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

    private static FolderOptions folder(Settings settings) {
        int labelCount = settings.integer(Setting.DATA_LABEL_COUNT);
        OptionalInt voidLabel = integerOr("none", settings, Setting.DATA_VOID);
        if (voidLabel.isPresent() && labelCount == 0) {
            throw new ConfigException("data.void goes with data.label-count; classes.json says its own void");
        }
        return new FolderOptions(
                settings.choice(Setting.DATA_LAYOUT, LayoutName.class),
                settings.flag(Setting.DATA_PORTRAITS),
                settings.flag(Setting.DATA_PAIRING_CHECK),
                settings.choice(Setting.DATA_LABEL_FORMAT, LabelFormat.class),
                labelCount == 0 ? OptionalInt.empty() : OptionalInt.of(labelCount),
                voidLabel,
                settings.flag(Setting.INSTANCES),
                new FolderOptions.CustomPaths(
                        settings.text(Setting.DATA_PHOTOS),
                        settings.text(Setting.DATA_LABELS),
                        settings.text(Setting.DATA_INSTANCES)));
    }

    private static OptionalInt integerOr(String word, Settings settings, Setting setting) {
        return settings.text(setting).equals(word) ? OptionalInt.empty() : OptionalInt.of(settings.integer(setting));
    }

    /** How examples come to the image's size. */
    public Framing framing() {
        return new Framing(
                image.preprocess(),
                image.loadWidth(),
                image.loadHeight(),
                image.width(),
                image.height(),
                1 << network.architecture().upsampling().doublings(),
                image.randomScale().least(),
                image.randomScale().most(),
                image.mirror());
    }

    /** These options with examples from elsewhere. */
    public TrainingOptions withData(String source) {
        Data other = new Data(
                source, data.split(), data.count(), data.threads(), data.shuffles(), data.broken(), data.folder());
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
