package org.limner.schemas.bundle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ModelReference;

/**
 * {@code bundle.json}: what a folder with a generator promises about itself.
 *
 * @param name             1 to 64 lower-case letters, digits and hyphens
 * @param version          from 1
 * @param architecture     the generator's shape
 * @param labels           index = label id = channel; without void and without the instance edge
 * @param voidLabel        the id in masks that becomes index {@code labels.size()}; empty: no such id
 * @param height           of masks and images in pixels
 * @param width            of masks and images in pixels
 * @param styleSize        numbers in a style vector z; 0: the generator takes no style
 * @param encoderInputSize side of the square photograph the encoder reads, in pixels; empty: no encoder
 * @param instances        whether instance edges are the last input channel
 * @param conditioning     which inputs the graph takes
 * @param precision        of weights and arithmetic
 * @param licence          an SPDX expression or a sentence
 * @param training         how the weights came to be
 * @param files            SHA-256 by path relative to the manifest, of every other file of the bundle
 */
public record BundleManifest(
        String name,
        int version,
        Architecture architecture,
        List<LabelClass> labels,
        OptionalInt voidLabel,
        int height,
        int width,
        int styleSize,
        OptionalInt encoderInputSize,
        boolean instances,
        Conditioning conditioning,
        Precision precision,
        String licence,
        Optional<TrainingRecord> training,
        Map<String, String> files) {
    /** The names of a bundle's files. */
    public static final String MANIFEST_FILE = "bundle.json";

    public static final String GENERATOR_FILE = "generator.onnx";
    public static final String ENCODER_FILE = "encoder.onnx";
    public static final String SAMPLE_FILE = "sample.png";

    // No name begins with a dot: neither the folder above nor a hidden file belongs to a bundle.
    private static final Pattern FILE_PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    public BundleManifest {
        ModelReference.checkName(name);
        check(version >= 1, "bundle version must be at least 1 but is " + version);
        check(!labels.isEmpty(), "a bundle needs at least one label");
        check(height > 0 && width > 0, "bundle size must be positive but is " + width + " x " + height);
        int stride = 1 << architecture.upsampling().doublings();
        check(
                height % stride == 0 && width % stride == 0,
                "bundle size is " + width + " x " + height + " but its generator doubles "
                        + architecture.upsampling().doublings() + " times, which needs multiples of " + stride);
        check(styleSize >= 0, "style size must not be negative but is " + styleSize);
        labels = List.copyOf(labels);
        files = Map.copyOf(files);
        files.values().forEach(Digests::check);
        files.keySet()
                .forEach(path -> check(
                        FILE_PATH.matcher(path).matches(),
                        "a bundle's file is named by a plain relative path but one is '" + path + "'"));
        check(files.containsKey(GENERATOR_FILE), "a bundle lists " + GENERATOR_FILE + " among its files");
        check(
                encoderInputSize.isPresent() == files.containsKey(ENCODER_FILE),
                "a bundle has an encoder input size exactly when it lists " + ENCODER_FILE);
        for (int i = 0; i < labels.size(); i++) {
            check(
                    labels.get(i).id() == i,
                    "label at index " + i + " has id " + labels.get(i).id());
        }
    }

    /** Channels of the one-hot input: the labels, one for void where there is one, one for instance edges. */
    public int inputChannels() {
        return labels.size() + (voidLabel.isPresent() ? 1 : 0) + (instances ? 1 : 0);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
