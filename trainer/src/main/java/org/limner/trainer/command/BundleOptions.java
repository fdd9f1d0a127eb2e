package org.limner.trainer.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.Precision;
import org.limner.trainer.bundle.BundleWriter;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.onnx.LabelWindowGraph;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What {@code export} and {@code import} have in common: what the bundle says about itself and how it is written. */
final class BundleOptions {
    /** Those that mean nothing where something else than a bundle is made. */
    private static final List<String> OF_BUNDLES_ALONE =
            List.of("--name", "--bundle-version", "--conditioning", "--precision", "--external-data", "--licence");

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
            names = "--conditioning",
            paramLabel = "C",
            description = {
                "label-window: the fast graph, which computes a modulation once per distinct window of labels.",
                "one-hot: the plain one. Default: label-window, or one-hot for a generator with instance norm."
            })
    private @Nullable String conditioning;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "fp32",
            description = {
                "fp32; fp16-weights: half the size, arithmetic as before; or fp16, for devices: arithmetic in",
                "float16 too. Default: ${DEFAULT-VALUE}."
            })
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
        return named(Precision.values(), Precision::jsonName, "--precision", precision);
    }

    /** The one that was asked for, or the fastest that a generator of this architecture has. */
    Conditioning conditioning(Architecture architecture) {
        Optional<String> obstacle = LabelWindowGraph.obstacle(architecture);
        if (conditioning != null) {
            Conditioning asked = named(Conditioning.values(), Conditioning::jsonName, "--conditioning", conditioning);
            if (asked == Conditioning.LABEL_WINDOW && obstacle.isPresent()) {
                throw new ConfigException(
                        "this generator has no label-window graph: " + obstacle.get() + "; take one-hot");
            }
            return asked;
        }
        obstacle.ifPresent(reason -> System.out.println("The graph is one-hot, not label-window: " + reason + "."));
        return obstacle.isPresent() ? Conditioning.ONE_HOT : Conditioning.LABEL_WINDOW;
    }

    private static <E> E named(E[] values, Function<E, String> name, String option, String given) {
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equals(given))
                .findFirst()
                .orElseThrow(() -> new ConfigException(option + " is " + given + " but can be "
                        + Arrays.stream(values).map(name).collect(Collectors.joining(" or "))));
    }

    BundleWriter writer() {
        return new BundleWriter(externalData, replace);
    }

    void report(BundleManifest bundle, Path out) {
        System.out.printf(
                "%s: bundle %s@%d, %d labels%s%s, %d x %d pixels, %s, %s, %s%n",
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
                bundle.conditioning().jsonName(),
                bundle.precision().jsonName());
    }
}
