package org.limner.trainer.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.dataset.LabelFormat;
import org.limner.trainer.dataset.Preprocess;
import org.limner.trainer.dataset.layout.LayoutName;
import org.limner.trainer.loss.KullbackLeiblerLoss;
import org.limner.trainer.loss.PerceptualLoss;
import org.limner.trainer.network.BatchNormEpsilon;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.Initialization;
import org.limner.trainer.network.MultiscaleDiscriminator;

/**
 * Everything a person may set about a training: the key in a properties file and in {@code --set key=value}, the
 * default, and what it means with its unit and source. The paper is Park et al. 2019 (arXiv 1903.07291).
 */
public enum Setting {
    DATA("data", "scenes", text(), "a folder with classes.json, or 'scenes': landscapes drawn while training"),
    DATA_SPLIT("data.split", "train", text(), "the folder in it to learn from; 'scenes' has train and val as well"),
    DATA_COUNT(
            "data.count",
            "all",
            integersOr("all", 1, Integer.MAX_VALUE),
            "examples to learn from, the first ones of a folder; other splits are whole, scenes have as many in each; all: a folder's, or 20,000 scenes"),
    DATA_THREADS("data.threads", "1", integers(1, 64), "threads that decode and augment beside the training"),
    DATA_SHUFFLE("data.shuffle", "true", flag(), "another order in each epoch; false: always by name"),
    DATA_BROKEN(
            "data.broken",
            "stop",
            choice(TrainingOptions.Broken.class),
            "an example that cannot be read ends the training (stop), or another one takes its place (skip), up to a tenth"),
    DATA_LAYOUT(
            "data.layout",
            "auto",
            choice(LayoutName.class),
            "how the folder is laid out; auto: as it looks; pairs: SPLIT/images and SPLIT/labels; the others as the reference"),
    DATA_PORTRAITS("data.portraits", "true", flag(), "coco: learn from the *_portrait folders too"),
    DATA_PAIRING_CHECK(
            "data.pairing-check", "true", flag(), "files belong together by name; false: first with first and so on"),
    DATA_LABEL_FORMAT(
            "data.label-format",
            "auto",
            choice(LabelFormat.class),
            "what label files hold: index, color (a class's exact colour), or auto: colours in files of three channels"),
    DATA_LABEL_COUNT(
            "data.label-count",
            "0",
            integers(0, 10_000),
            "classes of a folder without classes.json; 0: those of its layout"),
    DATA_VOID(
            "data.void",
            "none",
            integersOr("none", 0, 65_535),
            "the id beside data.label-count that means none of them, such as 255"),
    DATA_PHOTOS(
            "data.photos",
            "",
            anyText(),
            "custom: a folder, or a text file with a path per line; {split} stands for the split"),
    DATA_LABELS("data.labels", "", anyText(), "custom: likewise"),
    DATA_INSTANCES("data.instances", "", anyText(), "custom: likewise; empty: there are none"),

    IMAGE_WIDTH("image.width", "128", integers(32, 4096), "pixels; a multiple of 32 (64 with 'more', 128 with 'most')"),
    IMAGE_HEIGHT("image.height", "128", integers(32, 4096), "pixels; likewise"),
    LOAD_WIDTH("load.width", "143", integers(32, 8192), "pixels before the random crop; the paper's 286 for 256"),
    LOAD_HEIGHT("load.height", "143", integers(32, 8192), "pixels before the random crop"),
    PREPROCESS(
            "image.preprocess",
            "resize-and-crop",
            choice(Preprocess.class),
            "how pictures come to the image's size; reference: resize-and-crop, cityscapes fixed"),
    RANDOM_SCALE(
            "image.random-scale",
            "1",
            anyText(),
            "enlarges what is loaded at random before the crop: a range such as 1..1.2, imaginaire's; 1: never"),
    MIRROR("image.mirror", "true", flag(), "mirror every second example, swapping the labels of flipSwaps"),
    INSTANCES("image.instances", "false", flag(), "read instance maps; their edges are the last input channel"),

    INPUT(
            "generator.input",
            "style",
            choice(Input.class),
            "what the first layer reads: a style vector z or the label map"),
    STYLE_SIZE("generator.style-size", "256", integers(1, 4096), "numbers in z; paper: 256; unused with input 'label'"),
    UPSAMPLING("generator.upsampling", "normal", choice(Upsampling.class), "doublings: normal 5, more 6, most 7"),
    NGF(
            "generator.ngf",
            "64",
            integers(1, 256),
            "channels of the last block, the first has 16 times as many; paper: 64"),
    HIDDEN("generator.hidden", "128", integers(1, 1024), "channels of the modulation's hidden map; paper: 128"),
    KERNEL("generator.kernel", "3", oneOf("1", "3", "5"), "side of the modulation's convolutions in pixels; paper: 3"),
    NORMALIZATION(
            "generator.normalization",
            "batch",
            choice(Normalization.class),
            "in front of each modulation; paper: batch"),
    GENERATOR_SPECTRAL_NORM(
            "generator.spectral-norm",
            "true",
            flag(),
            "divide the blocks' convolutions by their largest singular values; paper: true (norm_G spectral..)"),
    BATCH_NORM_EPSILON(
            "generator.batch-norm-epsilon",
            "added",
            choice(BatchNormEpsilon.class),
            "while training: added to the variance (reference on one device), or clamped: the variance is at least it (on"
                    + " several)"),
    NEF(
            "encoder.nef",
            "16",
            integers(1, 256),
            "channels of the image encoder's first layer; the reference builds it with 64"),
    ENCODER_NORMALIZATION(
            "encoder.normalization",
            "none",
            choice(ImageEncoder.Normalization.class),
            "after each layer; instance: the reference's, which loses most of the light; none: style keeps it"),
    ENCODER_SPECTRAL_NORM(
            "encoder.spectral-norm",
            "true",
            flag(),
            "divide the convolutions by their largest singular values; reference: true (norm_E spectral..)"),
    NDF("discriminator.ndf", "64", integers(1, 256), "channels of the discriminators' first layer; paper: 64"),
    SCALES("discriminator.scales", "2", integers(1, 4), "discriminators, each on an image half as wide; reference: 2"),
    LAYERS("discriminator.layers", "4", integers(2, 6), "layers with features in each; reference: 4"),
    DISCRIMINATOR_NORMALIZATION(
            "discriminator.normalization",
            "instance",
            choice(MultiscaleDiscriminator.Normalization.class),
            "after the layers between first and last: instance (reference), batch or none (norm_D)"),
    DISCRIMINATOR_SPECTRAL_NORM(
            "discriminator.spectral-norm",
            "true",
            flag(),
            "divide the same layers' weights by their largest singular values; paper: true (norm_D spectral..)"),
    INITIALIZATION(
            "initialization",
            "reference-gpu",
            choice(Initialization.class),
            "reference-gpu: what training the reference on a GPU starts from; xavier: as the paper says; normal, kaiming"
                    + " or orthogonal (init_type)"),
    INITIALIZATION_GAIN(
            "initialization.gain",
            "0.02",
            decimals(0, 100),
            "factor of xavier and orthogonal weights, standard deviation of normal ones; reference: 0.02 (init_variance)"),

    ADVERSARIAL(
            "loss.adversarial",
            "hinge",
            choice(TrainingOptions.Adversarial.class),
            "hinge (paper), least-squares, cross-entropy or wasserstein"),
    FEATURE_MATCHING("loss.feature-matching", "10", decimals(0, 1000), "weight lambda; paper: 10"),
    KL("loss.kl", "0.05", decimals(0, 1000), "weight of the styles' divergence from standard normal; paper: 0.05"),
    KL_SCALING(
            "loss.kl-scaling",
            "per-sample",
            choice(KullbackLeiblerLoss.Scaling.class),
            "per-sample: mean over the batch times 4, the paper's batch per device; batch-sum: as the reference"),

    KL_FREE(
            "loss.kl-free",
            "0",
            decimals(0, 1000),
            "nats per photo that styles may hold for nothing (Kingma et al. 2016, arXiv 1606.04934); paper: 0"),
    PERCEPTUAL(
            "loss.perceptual",
            "10",
            decimals(0, 1000),
            "weight lambda of VGG19's features; needs the network; paper: 10"),
    PERCEPTUAL_NETWORK(
            "loss.perceptual-network",
            "none",
            text(),
            "VGG19's weights under torchvision's names, .pth or .safetensors, whole or its first layers; none: no such loss"),
    PERCEPTUAL_INPUT(
            "loss.perceptual-input",
            "imagenet",
            choice(PerceptualLoss.Input.class),
            "imagenet: torchvision's weights; caffe: the authors'; raw: [-1, 1], as the reference feeds torchvision's"),

    BATCH_SIZE("batch-size", "4", integers(1, 4096), "examples per step; paper: 32 on 8 devices"),
    LEARNING_RATE(
            "learning-rate", "0.0002", decimals(0, 1), "Adam's, before the split into two time scales; paper: 0.0002"),
    TWO_TIME_SCALES(
            "two-time-scales",
            "true",
            flag(),
            "generator learns at half the rate, discriminator at twice; paper: true"),
    BETA1("adam.beta1", "0", decimals(0, 0.9999), "decay of Adam's first moment; paper: 0"),
    BETA2("adam.beta2", "0.9", decimals(0, 0.9999), "decay of the second; reference: 0.9"),
    DISCRIMINATOR_STEPS(
            "discriminator-steps",
            "1",
            integers(1, 1000),
            "steps of the discriminator for one of the generator, which sits the others out; reference: 1"),
    GRADIENT_LIMIT(
            "gradient-limit",
            "0",
            decimals(0, 1e9),
            "largest global norm of each player's gradient, longer ones are shortened to it; 0: none, as the reference"),
    EPOCHS("epochs", "50", integers(0, 1_000_000), "passes over the data at full learning rate; reference: 50"),
    DECAY_EPOCHS(
            "decay-epochs", "0", integers(0, 1_000_000), "passes after them while the rate falls linearly to zero"),
    DECAY(
            "decay",
            "at-once",
            choice(TrainingOptions.Decay.class),
            "at-once: the first decay epoch is already slower; one-epoch-late: it has the full rate, as in the reference"),
    MINUTES(
            "minutes",
            "0",
            decimals(0, 1_000_000),
            "train for this long instead of by epochs: first half at full rate, second half falling to zero; 0: by epochs"),
    EMA_DECAY(
            "ema.decay",
            "0.999",
            decimals(0, 0.999999),
            "what the generator's running average keeps per step, less in the first steps; 0: no average"),
    EMA_BATCHES(
            "ema.batches",
            "20",
            integers(1, 1000),
            "batches that estimate the average's batch-norm statistics anew before it is used"),
    SEED("seed", "1", integers(0, Long.MAX_VALUE), "of the weights' start, the order of examples and the styles drawn"),

    EVALUATION_METRIC(
            "evaluation.metric",
            "none",
            choice(ValidationOptions.Metric.class),
            "which checkpoint is kept as the best: by accuracy, miou, frechet or color-concordance; none: nothing is measured"),
    EVALUATION_EVERY("evaluation.every", "1", integers(1, 1_000_000), "sample grids between measurements"),
    EVALUATION_PICTURES("evaluation.pictures", "100", integers(2, 1_000_000), "that are measured, spread over val"),
    EVALUATION_PROTOCOL(
            "evaluation.protocol", "none", text(), "how networks are fed: camvid, faces or a file; none: the defaults"),
    EVALUATION_SEGMENTER("evaluation.segmenter", "none", text(), "an ONNX file, for accuracy and miou"),
    EVALUATION_FEATURES("evaluation.features", "none", text(), "an ONNX file, for frechet"),

    LOG_SECONDS("log.seconds", "10", decimals(0, 86_400), "between lines of the log"),
    SAMPLE_SECONDS("sample.seconds", "300", decimals(0, 86_400), "between sample grids, each with a checkpoint"),
    CHECKPOINT_EPOCHS(
            "checkpoint.epochs",
            "0",
            integers(0, 1_000_000),
            "epochs between checkpoints that are kept, as checkpoints/epoch-NNNN.safetensors; 0: none; reference: 10");

    private final String key;
    private final String byDefault;
    private final UnaryOperator<String> check;
    private final String meaning;

    /**
     * @param check gives the value in its one spelling, or throws {@link IllegalArgumentException} that says what would
     *              be right
     */
    Setting(String key, String byDefault, UnaryOperator<String> check, String meaning) {
        this.key = key;
        this.byDefault = byDefault;
        this.check = check;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    /** The value unless a preset or a person says otherwise. */
    public String byDefault() {
        return byDefault;
    }

    /** One line for people: unit and source included. */
    public String meaning() {
        return meaning;
    }

    /** The value in its one spelling. */
    String checked(String value) {
        try {
            return check.apply(value.trim());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("%s = %s: %s (%s)".formatted(key, value, problem(e), meaning), e);
        }
    }

    /**
     * The setting of a key.
     *
     * @throws ConfigException if there is none; the message names the nearest one
     */
    static Setting named(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new ConfigException("there is no setting '%s'; did you mean '%s'?"
                        .formatted(
                                key,
                                Nearest.to(
                                        key,
                                        Arrays.stream(values())
                                                .map(Setting::key)
                                                .toList()))));
    }

    private static String problem(IllegalArgumentException e) {
        return e instanceof NumberFormatException ? "not a number" : String.valueOf(e.getMessage());
    }

    private static UnaryOperator<String> text() {
        return value -> {
            require(!value.isEmpty(), "must not be empty");
            return value;
        };
    }

    private static UnaryOperator<String> anyText() {
        return value -> value;
    }

    private static UnaryOperator<String> integersOr(String word, long least, long most) {
        UnaryOperator<String> integers = integers(least, most);
        return value -> {
            if (value.equalsIgnoreCase(word)) {
                return word;
            }
            try {
                return integers.apply(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a number or '" + word + "'", e);
            }
        };
    }

    private static UnaryOperator<String> flag() {
        return oneOf("true", "false");
    }

    private static UnaryOperator<String> integers(long least, long most) {
        return value -> {
            long number = Long.parseLong(value);
            require(number >= least && number <= most, "must be from " + least + " to " + most);
            return Long.toString(number);
        };
    }

    private static UnaryOperator<String> decimals(double least, double most) {
        return value -> {
            double number = Double.parseDouble(value);
            require(number >= least && number <= most, "must be from " + least + " to " + most);
            return value;
        };
    }

    private static <E extends Enum<E>> UnaryOperator<String> choice(Class<E> type) {
        return oneOf(
                Arrays.stream(type.getEnumConstants()).map(Setting::spelling).toArray(String[]::new));
    }

    private static UnaryOperator<String> oneOf(String... values) {
        return value -> {
            String lower = value.toLowerCase(Locale.ROOT);
            require(
                    Arrays.asList(values).contains(lower),
                    "must be one of " + Arrays.stream(values).collect(Collectors.joining(", ")));
            return lower;
        };
    }

    /** How an enum's constant is written in settings: PER_SAMPLE as per-sample. */
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
