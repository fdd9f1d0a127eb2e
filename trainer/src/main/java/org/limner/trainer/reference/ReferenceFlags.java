package org.limner.trainer.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.ClassTable;

/**
 * A training's networks in the reference's own words, for those who load its weights there.
 *
 * @param options of the training
 * @param classes of its data
 */
public record ReferenceFlags(TrainingOptions options, ClassTable classes) {
    private static final int NHIDDEN = 128; // fixed in the reference's normalisation
    private static final int ENCODER_STYLE_SIZE = 256; // fixed in its encoder
    private static final int SIXTH_LAYER_FROM = 256; // pixels; its encoder has five layers for smaller crops

    /** Options of its command line that build these networks. */
    public String commandLine() {
        TrainingOptions.Network network = options.network();
        Architecture architecture = network.architecture();
        List<String> flags = new ArrayList<>();
        flags.add("--label_nc " + classes.count());
        if (classes.voidLabel().isPresent()) {
            flags.add("--contain_dontcare_label");
        }
        if (!options.image().instances()) {
            flags.add("--no_instance");
        }
        flags.add("--crop_size " + options.image().width());
        flags.add("--aspect_ratio "
                + (double) options.image().width() / options.image().height());
        flags.add("--num_upsampling_layers " + architecture.upsampling().name().toLowerCase(Locale.ROOT));
        flags.add("--ngf " + architecture.ngf());
        String norm = architecture.normalization() == Normalization.BATCH ? "syncbatch" : "instance";
        flags.add("--norm_G %sspade%s%dx%d"
                .formatted(
                        spectral(network.generatorSpectralNorm()),
                        norm,
                        architecture.spadeKernel(),
                        architecture.spadeKernel()));
        if (network.readsStyle()) {
            flags.add("--use_vae --z_dim " + network.styleSize());
            flags.add("--norm_E " + spectral(network.encoderSpectralNorm())
                    + network.encoderNormalization().name().toLowerCase(Locale.ROOT));
        }
        flags.add("--ndf " + network.ndf() + " --num_D " + network.scales() + " --n_layers_D " + network.layers());
        flags.add("--norm_D " + spectral(network.discriminatorSpectralNorm())
                + network.discriminatorNormalization().name().toLowerCase(Locale.ROOT));
        return String.join(" ", flags);
    }

    private static String spectral(boolean is) {
        return is ? "spectral" : "";
    }

    /** What these networks have that no option of the reference gives; one sentence each. */
    public List<String> obstacles() {
        TrainingOptions.Network network = options.network();
        Architecture architecture = network.architecture();
        List<String> obstacles = new ArrayList<>();
        if (architecture.hidden() != NHIDDEN) {
            obstacles.add("its modulation has " + NHIDDEN + " hidden channels, this one " + architecture.hidden());
        }
        boolean allSpectral = network.generatorSpectralNorm()
                && network.discriminatorSpectralNorm()
                && (network.encoderSpectralNorm() || !network.readsStyle());
        if (!allSpectral) {
            obstacles.add("it fails on norms without the word spectral in front");
        }
        if (!network.readsStyle()) {
            return obstacles;
        }
        if (network.styleSize() != ENCODER_STYLE_SIZE) {
            obstacles.add("its encoder finds styles of " + ENCODER_STYLE_SIZE + " numbers, this one of "
                    + network.styleSize());
        }
        if (network.nef() != architecture.ngf()) {
            obstacles.add("its encoder begins with ngf = " + architecture.ngf() + " channels, this one with "
                    + network.nef());
        }
        if (options.image().width() < SIXTH_LAYER_FROM) {
            obstacles.add("its encoder has no sixth layer for crops below " + SIXTH_LAYER_FROM
                    + " pixels, and these are " + options.image().width());
        }
        return obstacles;
    }
}
