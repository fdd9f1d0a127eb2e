package org.limner.trainer.reference;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * What a generator of the reference is, by its weights first and its options second.
 *
 * @param shape     of the generator
 * @param labels    its label channels that are labels: the reference's, and don't-care where {@code voidLabel} is empty though there
 *                  is such a channel
 * @param voidLabel the id in masks for the channel behind them
 * @param instances whether the last channel is the instance edge
 */
record ReferenceNetwork(GeneratorShape shape, int labels, OptionalInt voidLabel, boolean instances) {
    private static final Pattern NORM = Pattern.compile("(spectral)?spade(syncbatch|batch|instance)([135])x([135])");
    private static final int DONT_CARE = 255; // in the reference's masks

    /**
     * Reads shapes and options. Whatever both say must agree.
     *
     * @throws ConfigException          with both numbers where they do not, or with the option that only a person can know
     * @throws IllegalArgumentException that names the tensor from which something should have been read
     */
    static ReferenceNetwork of(StateDict weights, ReferenceOptions options) {
        Architecture architecture = architecture(weights, options);
        int channels = (int) shared(weights).size(1);
        boolean dontCare = options.flag("contain_dontcare_label").orElse(false);
        boolean instances = !options.flag("no_instance").orElse(false);
        int labelCount = options.count("label_nc")
                .orElseThrow(() -> new ConfigException("label_nc is not given: the weights read " + channels
                        + " channels, of which don't-care and instance edges may be two"));
        int expected = labelCount + (dontCare ? 1 : 0) + (instances ? 1 : 0);
        if (expected != channels) {
            throw new ConfigException("the weights read " + channels + " channels but label_nc = " + labelCount
                    + ", contain_dontcare_label = " + dontCare + ", no_instance = " + !instances + " make " + expected);
        }
        OptionalInt voidLabel = voidLabel(options, dontCare, labelCount);
        int labels = dontCare && voidLabel.isEmpty() ? labelCount + 1 : labelCount;
        return new ReferenceNetwork(shape(weights, options, architecture, channels), labels, voidLabel, instances);
    }

    private static Architecture architecture(StateDict weights, ReferenceOptions options) {
        WeightTensor fc = weights.get("fc.weight");
        WeightTensor shared = shared(weights);
        Input input = fc.rank() == 2 ? Input.STYLE : Input.LABEL;
        agree("use_vae", input == Input.STYLE, options.flag("use_vae").orElse(input == Input.STYLE));
        boolean spectralNorm = SpadeGenerator.spectralNorm(weights);
        int ngf = (int) weights.get("head_0.conv_0.weight" + (spectralNorm ? "_orig" : ""))
                        .size(0)
                / 16;
        agree("ngf", ngf, options.count("ngf").orElse(ngf));
        int hidden = (int) shared.size(0);
        agree("nhidden", hidden, options.count("nhidden").orElse(hidden));
        int kernel = (int) shared.size(2);
        Normalization normalization = weights.contains("head_0.norm_0.param_free_norm.running_mean")
                ? Normalization.BATCH
                : Normalization.INSTANCE;
        options.text("norm_G").ifPresent(norm -> {
            Matcher parts = NORM.matcher(norm);
            if (!parts.matches() || !parts.group(3).equals(parts.group(4))) {
                throw new ConfigException("norm_G = " + norm + " is not like spectralspadesyncbatch3x3");
            }
            agree("norm_G's spectral norm", spectralNorm, parts.group(1) != null);
            agree("norm_G's kernel", kernel, Integer.valueOf(parts.group(3)));
            agree(
                    "norm_G's instance norm",
                    normalization == Normalization.INSTANCE,
                    parts.group(2).equals("instance"));
        });
        return new Architecture(input, upsampling(weights, options), kernel, normalization, hidden, ngf);
    }

    private static Upsampling upsampling(StateDict weights, ReferenceOptions options) {
        boolean most = weights.contains("up_4.conv_0.bias");
        String given = options.text("num_upsampling_layers").orElse(most ? "most" : "normal");
        if (!given.matches("normal|more|most")) {
            throw new ConfigException("num_upsampling_layers = " + given + " is none of normal, more, most");
        }
        if (most != given.equals("most")) {
            throw new ConfigException("num_upsampling_layers = " + given + ", but the weights have "
                    + (most ? "a block 'up_4', which 'most' alone has" : "no block 'up_4', which 'most' has"));
        }
        return Upsampling.valueOf(given.toUpperCase(Locale.ROOT));
    }

    private static OptionalInt voidLabel(ReferenceOptions options, boolean dontCare, int labelCount) {
        String given = options.text("void").orElse(dontCare ? Integer.toString(DONT_CARE) : "none");
        if (given.equals("none")) {
            return OptionalInt.empty();
        }
        int id = options.count("void").orElse(DONT_CARE);
        if (!dontCare) {
            throw new ConfigException(
                    "void = " + id + " but the generator has no channel for it: contain_dontcare_label is false");
        }
        if (id < labelCount) {
            throw new ConfigException("void = " + id + " is one of the " + labelCount + " labels");
        }
        return OptionalInt.of(id);
    }

    /** The reference's sizes: width / 2^doublings rounded down, height / 2^doublings half to even, and back. */
    private static GeneratorShape shape(
            StateDict weights, ReferenceOptions options, Architecture architecture, int channels) {
        int cropSize = options.count("crop_size")
                .orElseThrow(() ->
                        new ConfigException("crop_size is not given, and weights do not say how large images are"));
        int doublings = architecture.upsampling().doublings();
        int firstWidth = cropSize >> doublings;
        int firstHeight =
                (int) Math.rint(firstWidth / options.ratio("aspect_ratio").orElse(1.0));
        if (firstWidth < 1 || firstHeight < 1) {
            throw new ConfigException("crop_size = " + cropSize + " is smaller than the " + (1 << doublings)
                    + " pixels that " + architecture.upsampling() + " upsampling needs");
        }
        WeightTensor fc = weights.get("fc.weight");
        int styleSize = 0;
        if (architecture.input() == Input.STYLE) {
            styleSize = (int) fc.size(1);
            agree("z_dim", styleSize, options.count("z_dim").orElse(styleSize));
            long pixels = fc.size(0) / (16L * architecture.ngf());
            if (pixels != (long) firstWidth * firstHeight) {
                throw new ConfigException(
                        "fc.weight makes a first map of " + pixels + " pixels but crop_size = " + cropSize
                                + " with this aspect_ratio and num_upsampling_layers makes one of " + firstWidth + " x "
                                + firstHeight);
            }
        }
        return new GeneratorShape(architecture, channels, firstHeight << doublings, firstWidth << doublings, styleSize);
    }

    private static WeightTensor shared(StateDict weights) {
        WeightTensor shared = weights.get("head_0.norm_0.mlp_shared.0.weight");
        if (shared.rank() != 4) {
            throw new IllegalArgumentException(
                    "tensor 'head_0.norm_0.mlp_shared.0.weight' is " + shared + ", not a convolution");
        }
        return shared;
    }

    /** Throws {@link ConfigException} with both values unless they are the same. */
    static void agree(String what, Object fromWeights, Object given) {
        if (!Objects.equals(fromWeights, given)) {
            throw new ConfigException(what + ": the weights say " + fromWeights + " but the options say " + given);
        }
    }
}
