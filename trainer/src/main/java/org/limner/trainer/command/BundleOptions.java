package org.limner.trainer.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Precision;
import org.limner.trainer.bundle.BundleWriter;
import org.limner.trainer.config.ConfigException;
import picocli.CommandLine.Option;

/** What {@code export} and {@code import} have in common: where the bundle goes and what it says about itself. */
final class BundleOptions {
    @Option(names = "--out", required = true, paramLabel = "BUNDLE", description = "The folder to make.")
    Path out = Path.of("");

    @Option(names = "--replace", description = "Puts the bundle in the place of one that is there.")
    private boolean replace;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "By which jobs ask for it: lower-case letters, digits, hyphens. Default: the folder's name.")
    private @Nullable String name;

    @Option(
            names = "--bundle-version",
            paramLabel = "V",
            defaultValue = "1",
            description = "From 1. Default: ${DEFAULT-VALUE}.")
    int version;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "fp32",
            description = "fp32, or fp16-weights: half the size, arithmetic as before. Default: ${DEFAULT-VALUE}.")
    private String precision = "";

    @Option(
            names = "--external-data",
            description = "Keeps weights in files beside the graphs, which those beyond 2 GiB need.")
    private boolean externalData;

    @Option(
            names = "--licence",
            paramLabel = "L",
            defaultValue = "not stated",
            description = "Of the weights: an SPDX expression or a sentence. Default: ${DEFAULT-VALUE}.")
    String licence = "";

    String name() {
        return name == null ? out.toAbsolutePath().normalize().getFileName().toString() : name;
    }

    Precision precision() {
        return Arrays.stream(Precision.values())
                .filter(known -> known != Precision.FP16 && known.jsonName().equals(precision))
                .findFirst()
                .orElseThrow(() -> new ConfigException("--precision is " + precision + " but can be "
                        + Arrays.stream(Precision.values())
                                .filter(known -> known != Precision.FP16)
                                .map(Precision::jsonName)
                                .collect(Collectors.joining(" or "))));
    }

    BundleWriter writer() {
        return new BundleWriter(externalData, replace);
    }

    void report(BundleManifest bundle) {
        System.out.printf(
                "%s: bundle %s@%d, %d labels%s%s, %d x %d pixels, %s, %s%n",
                out,
                bundle.name(),
                bundle.version(),
                bundle.labels().size(),
                bundle.voidLabel().isPresent()
                        ? " and void " + bundle.voidLabel().getAsInt()
                        : "",
                bundle.instances() ? ", instance edges" : "",
                bundle.width(),
                bundle.height(),
                bundle.styleSize() > 0
                        ? "styles of " + bundle.styleSize() + " numbers"
                                + (bundle.encoderInputSize().isPresent() ? " with an encoder" : "")
                        : "no styles",
                bundle.precision().jsonName());
    }
}
