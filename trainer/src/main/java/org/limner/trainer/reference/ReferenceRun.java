package org.limner.trainer.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Architecture;
import org.limner.trainer.bundle.BundleContents;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.MultiscaleDiscriminator;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.training.StartingPoint;
import org.limner.trainer.weights.StateDict;

/**
 * The reference's weights as a training to go on with: settings that describe its networks, and a checkpoint before the first
 * step. The reference stores no moments of its optimisers, so they begin at zero; a network whose file is not given begins fresh.
 *
 * @param source        generator and encoder; an encoder that is not given is made where the generator reads styles
 * @param discriminator a {@code .pth} or safetensors file; null: a fresh one
 * @param data          to learn from, for the settings; null: whoever goes on says it
 */
public record ReferenceRun(
        ReferenceImport source,
        @Nullable Path discriminator,
        @Nullable String data) {
    /** Stands in the settings until somebody says where the data is; what refuses it shows these words. */
    private static final String NO_DATA = "(no data yet: give --data)";

    private static final int IMAGE_CHANNELS = 3;

    private static final Pattern NORM = Pattern.compile("(spectral)?(instance|batch|sync_batch|none)");

    /**
     * What came of it.
     *
     * @param freshEncoder       whether the encoder's file was missing
     * @param freshDiscriminator whether the discriminator's file was missing
     */
    public record Outcome(TrainingOptions options, boolean freshEncoder, boolean freshDiscriminator) {}

    /**
     * Writes the folder.
     *
     * @throws IOException              if a file is broken; the message names it and the tensor
     * @throws ConfigException          if weights and options disagree, with both numbers, or there is a training already
     * @throws IllegalArgumentException that names every tensor which is missing, too many or of another shape
     */
    public Outcome write(Path folder) throws IOException {
        StateDict generator = ReferenceWeights.read(source.generator(), NetworkKind.GENERATOR);
        ReferenceNetwork network = source.network(generator);
        ClassTable classes = source.classes(network);
        BundleContents.checkChannels(network.shape(), classes, network.instances());
        Path encoderFile = source.encoder();
        StateDict encoder = encoderFile == null ? null : ReferenceWeights.read(encoderFile, NetworkKind.ENCODER);
        StateDict judge =
                discriminator == null ? null : ReferenceWeights.read(discriminator, NetworkKind.DISCRIMINATOR);
        Settings settings = describingDiscriminator(
                describingEncoder(describingGenerator(generator, network), network, encoder), network, judge);
        TrainingOptions options = TrainingOptions.of(settings);
        Checkpoint checkpoint = new StartingPoint(options, classes.channels(), generator, encoder, judge)
                .checkpoint(source.data(), source.command()); // before the folder: it may find that weights do not fit
        RunFolder.create(folder, settings, classes).keep(checkpoint);
        return new Outcome(options, options.network().readsStyle() && encoder == null, judge == null);
    }

    private Settings describingGenerator(StateDict weights, ReferenceNetwork network) {
        GeneratorShape shape = network.shape();
        Architecture architecture = shape.architecture();
        int load = source.options().count("load_size").orElse(shape.width());
        if (load < shape.width()) {
            throw new ConfigException(
                    "load_size = " + load + " is smaller than the image, " + shape.width() + " x " + shape.height());
        }
        long loadHeight = Math.round((double) load * shape.height() / shape.width());
        Settings settings = Settings.defaults()
                .with(Setting.DATA, data == null ? NO_DATA : data)
                .with(Setting.IMAGE_WIDTH, text(shape.width()))
                .with(Setting.IMAGE_HEIGHT, text(shape.height()))
                .with(Setting.LOAD_WIDTH, text(load))
                .with(Setting.LOAD_HEIGHT, text(loadHeight))
                .with(Setting.INSTANCES, text(network.instances()))
                .with(Setting.INPUT, text(architecture.input()))
                .with(Setting.UPSAMPLING, text(architecture.upsampling()))
                .with(Setting.NGF, text(architecture.ngf()))
                .with(Setting.HIDDEN, text(architecture.hidden()))
                .with(Setting.KERNEL, text(architecture.spadeKernel()))
                .with(Setting.NORMALIZATION, text(architecture.normalization()))
                .with(Setting.GENERATOR_SPECTRAL_NORM, text(SpadeGenerator.spectralNorm(weights)));
        return shape.readsStyle() ? settings.with(Setting.STYLE_SIZE, text(shape.styleSize())) : settings;
    }

    private Settings describingEncoder(Settings settings, ReferenceNetwork network, @Nullable StateDict weights) {
        if (!network.shape().readsStyle()) {
            if (weights != null) {
                throw new ConfigException("the generator reads no style, so an encoder has no use");
            }
            return settings;
        }
        if (weights == null) {
            // As wide as the reference's: it builds its encoder with the generator's ngf.
            Settings fresh = settings.with(
                    Setting.NEF, text(network.shape().architecture().ngf()));
            return withNorm(fresh, "norm_E", Setting.ENCODER_NORMALIZATION, Setting.ENCODER_SPECTRAL_NORM);
        }
        ImageEncoder encoder = ImageEncoder.of(weights);
        if (encoder.styleSize() != network.shape().styleSize()) {
            throw new ConfigException("the encoder finds styles of " + encoder.styleSize()
                    + " numbers but the generator reads " + network.shape().styleSize());
        }
        return agreed(
                settings.with(Setting.NEF, text(encoder.nef()))
                        .with(Setting.ENCODER_NORMALIZATION, text(encoder.normalization()))
                        .with(Setting.ENCODER_SPECTRAL_NORM, text(encoder.spectralNorm())),
                "norm_E",
                Setting.ENCODER_NORMALIZATION,
                Setting.ENCODER_SPECTRAL_NORM);
    }

    private Settings describingDiscriminator(Settings settings, ReferenceNetwork network, @Nullable StateDict weights) {
        if (weights == null) {
            Settings fresh = settings;
            fresh = withCount(fresh, "ndf", Setting.NDF);
            fresh = withCount(fresh, "num_D", Setting.SCALES);
            fresh = withCount(fresh, "n_layers_D", Setting.LAYERS);
            return withNorm(fresh, "norm_D", Setting.DISCRIMINATOR_NORMALIZATION, Setting.DISCRIMINATOR_SPECTRAL_NORM);
        }
        MultiscaleDiscriminator judge = MultiscaleDiscriminator.of(weights);
        int channels = network.shape().inputChannels() + IMAGE_CHANNELS;
        if (judge.inputChannels() != channels) {
            throw new ConfigException("the discriminator reads %d channels but segmentation and image have %d + %d"
                    .formatted(judge.inputChannels(), network.shape().inputChannels(), IMAGE_CHANNELS));
        }
        Settings described = settings.with(Setting.NDF, text(judge.ndf()))
                .with(Setting.SCALES, text(judge.scales()))
                .with(Setting.LAYERS, text(judge.layers()))
                .with(Setting.DISCRIMINATOR_NORMALIZATION, text(judge.normalization()))
                .with(Setting.DISCRIMINATOR_SPECTRAL_NORM, text(judge.spectralNorm()));
        agreed(described, "ndf", Setting.NDF);
        agreed(described, "num_D", Setting.SCALES);
        agreed(described, "n_layers_D", Setting.LAYERS);
        return agreed(described, "norm_D", Setting.DISCRIMINATOR_NORMALIZATION, Setting.DISCRIMINATOR_SPECTRAL_NORM);
    }

    private Settings withCount(Settings settings, String option, Setting setting) {
        return source.options().count(option).isPresent()
                ? settings.with(setting, text(source.options().count(option).getAsInt()))
                : settings;
    }

    private Settings withNorm(Settings settings, String option, Setting normalization, Setting spectralNorm) {
        return source.options()
                .text(option)
                .map(norm -> {
                    Matcher parts = NORM.matcher(norm);
                    if (!parts.matches()) {
                        throw new ConfigException(option + " = " + norm
                                + " is not spectralinstance, spectralbatch, spectralsync_batch or spectralnone");
                    }
                    String kind = parts.group(2).equals("sync_batch") ? "batch" : parts.group(2);
                    return settings.with(normalization, kind).with(spectralNorm, text(parts.group(1) != null));
                })
                .orElse(settings);
    }

    /** The settings that were read from weights, unless an option says otherwise. */
    private void agreed(Settings described, String option, Setting setting) {
        Settings given = withCount(described, option, setting);
        ReferenceNetwork.agree(option, described.text(setting), given.text(setting));
    }

    private Settings agreed(Settings described, String option, Setting normalization, Setting spectralNorm) {
        Settings given = withNorm(described, option, normalization, spectralNorm);
        ReferenceNetwork.agree(option, described.text(normalization), given.text(normalization));
        ReferenceNetwork.agree(option + "'s spectral norm", described.text(spectralNorm), given.text(spectralNorm));
        return described;
    }

    private static String text(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
