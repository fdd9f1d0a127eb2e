package org.limner.trainer.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Precision;
import org.limner.trainer.bundle.BundleWriter;
import org.limner.trainer.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What {@code export} and {@code import} have in common: what the bundle says about itself and how it is written. */
final class BundleOptions {
    /** Those that mean nothing where something else than a bundle is made. */
    private static final List<String> OF_BUNDLES_ALONE =
            List.of("--name", "--bundle-version", "--precision", "--external-data", "--licence");

    @Option(names = "--replace", description = "Puts what is made in the place of what is there.")
    boolean replace;

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

    /** {@code out}: the bundle's folder. */
    String name(Path out) {
        return name == null ? out.toAbsolutePath().normalize().getFileName().toString() : name;
    }

    /** Throws {@link ParameterException} that names an option which only bundles have, if one is given. */
    static void refuse(CommandLine commandLine, String instead) {
        refuse(commandLine, OF_BUNDLES_ALONE, instead);
    }

    /** Throws {@link ParameterException} that names the first of {@code options} that is given. */
    static void refuse(CommandLine commandLine, List<String> options, String instead) {
        ParseResult parsed = commandLine.getParseResult();
        options.stream().filter(parsed::hasMatchedOption).findFirst().ifPresent(option -> {
            throw new ParameterException(commandLine, option + " means nothing to " + instead);
        });
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

    void report(BundleManifest bundle, Path out) {
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
