package org.limner.trainer.evaluation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.limner.schemas.job.Digests;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.Nearest;
import org.limner.trainer.config.PropertiesFile;
import org.limner.trainer.dataset.ClassTable;

/**
 * How something was measured: a value for every {@link ProtocolKey}. Two numbers can be compared when their protocols have
 * one {@link #fingerprint}. Immutable; every value has been checked by itself.
 */
public final class Protocol {
    /** The ones that come along, by the name of their file; they name no networks. */
    public static final List<String> SHIPPED = List.of("camvid", "faces");

    private static final String ANY = "any";
    private static final String SAME = "same";

    private final Map<ProtocolKey, String> values;

    private Protocol(Map<ProtocolKey, String> values) {
        this.values = values;
    }

    public static Protocol defaults() {
        Map<ProtocolKey, String> values = new EnumMap<>(ProtocolKey.class);
        for (ProtocolKey key : ProtocolKey.values()) {
            values.put(key, key.byDefault());
        }
        return new Protocol(values);
    }

    /** A shipped one by its name, otherwise a file; throws {@link ConfigException} that says which key is wrong. */
    public static Protocol open(String nameOrFile) {
        if (!SHIPPED.contains(nameOrFile)) {
            return read(Path.of(nameOrFile));
        }
        String resource = "/org/limner/trainer/protocols/" + nameOrFile + ".properties";
        return defaults().withAll(PropertiesFile.resource(resource), resource);
    }

    private static Protocol read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("there is no protocol '%s': neither a file nor one of %s"
                    .formatted(file, String.join(", ", SHIPPED)));
        }
        return defaults().withAll(PropertiesFile.read(file), file.toString());
    }

    private Protocol withAll(Map<String, String> entries, String origin) {
        try {
            Protocol protocol = this;
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                protocol = protocol.with(named(entry.getKey()), entry.getValue());
            }
            return protocol;
        } catch (IllegalArgumentException | ConfigException e) {
            throw new ConfigException(origin + ": " + e.getMessage(), e);
        }
    }

    /** This protocol but for one value; throws {@link ConfigException} that says what would be right. */
    public Protocol with(ProtocolKey key, String value) {
        String trimmed = value.trim();
        try {
            key.check(trimmed);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "%s = %s: %s (%s)".formatted(key.key(), trimmed, e.getMessage(), key.meaning()), e);
        }
        Map<ProtocolKey, String> changed = new EnumMap<>(values);
        changed.put(key, trimmed);
        return new Protocol(changed);
    }

    /** This protocol but for one value, given as {@code key=value}. */
    public Protocol with(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new ConfigException("'" + assignment + "' is not of the form key=value");
        }
        return with(named(assignment.substring(0, equals).trim()), assignment.substring(equals + 1));
    }

    /**
     * Pins a value that was found.
     *
     * @throws ConfigException if the protocol pins another already: what is at hand is not what it is about
     */
    Protocol pinned(ProtocolKey key, String found, String what) {
        String wanted = text(key);
        if (!wanted.equals(ANY) && !wanted.equals(found)) {
            throw new ConfigException(
                    "protocol '%s' pins %s = %s but %s has %s: a number measured now could not be compared"
                            .formatted(text(ProtocolKey.NAME), key.key(), wanted, what, found));
        }
        return with(key, found);
    }

    private static ProtocolKey named(String key) {
        return Arrays.stream(ProtocolKey.values())
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new ConfigException("a protocol has no '%s'; did you mean '%s'?"
                        .formatted(key, Nearest.to(key, ProtocolKey.keys()))));
    }

    public String text(ProtocolKey key) {
        return values.get(key);
    }

    int integer(ProtocolKey key) {
        return Integer.parseInt(text(key));
    }

    public String imagesSplit() {
        return text(ProtocolKey.IMAGES_SPLIT);
    }

    public Selection imagesSelection() {
        return new Selection(text(ProtocolKey.IMAGES_SELECT));
    }

    public String referenceSplit() {
        String split = text(ProtocolKey.REFERENCE_SPLIT);
        return split.equals(SAME) ? imagesSplit() : split;
    }

    public Selection referenceSelection() {
        String rule = text(ProtocolKey.REFERENCE_SELECT);
        return rule.equals(SAME) ? imagesSelection() : new Selection(rule);
    }

    public StyleRule style() {
        return new StyleRule(text(ProtocolKey.STYLE));
    }

    public boolean measuresStyle() {
        return text(ProtocolKey.STYLE_METRICS).equals("true");
    }

    /** {@code all}, or the name of one column of a training. */
    public String weights() {
        return text(ProtocolKey.WEIGHTS);
    }

    Kernel kernel(ProtocolKey key) {
        return Arrays.stream(Kernel.values())
                .filter(kernel -> ProtocolKey.spelling(kernel).equals(text(key)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(key + " is no kernel"));
    }

    /** The segmenter's file and how it is fed; empty when there is none. */
    Optional<NetworkInput> segmenter() {
        return network(
                ProtocolKey.SEGMENTER,
                ProtocolKey.SEGMENTER_INPUT,
                ProtocolKey.SEGMENTER_OUTPUT,
                ProtocolKey.SEGMENTER_SIZE,
                ProtocolKey.SEGMENTER_KERNEL,
                format(
                        ProtocolKey.SEGMENTER_RANGE,
                        ProtocolKey.SEGMENTER_ORDER,
                        ProtocolKey.SEGMENTER_MEAN,
                        ProtocolKey.SEGMENTER_STD));
    }

    /** The feature extractor's file and how it is fed; empty when there is none. */
    Optional<NetworkInput> features() {
        return network(
                ProtocolKey.FEATURES,
                ProtocolKey.FEATURES_INPUT,
                ProtocolKey.FEATURES_OUTPUT,
                ProtocolKey.FEATURES_SIZE,
                ProtocolKey.FEATURES_KERNEL,
                format(
                        ProtocolKey.FEATURES_RANGE,
                        ProtocolKey.FEATURES_ORDER,
                        ProtocolKey.FEATURES_MEAN,
                        ProtocolKey.FEATURES_STD));
    }

    private Optional<NetworkInput> network(
            ProtocolKey file,
            ProtocolKey input,
            ProtocolKey output,
            ProtocolKey size,
            ProtocolKey kernel,
            PixelFormat format) {
        if (text(file).equals("none")) {
            return Optional.empty();
        }
        String[] sides = text(size).split("x");
        return Optional.of(new NetworkInput(
                file.key(),
                Path.of(text(file)),
                text(input),
                text(output),
                sides.length == 2 ? Integer.parseInt(sides[0]) : 0,
                sides.length == 2 ? Integer.parseInt(sides[1]) : 0,
                kernel(kernel),
                format));
    }

    private PixelFormat format(ProtocolKey range, ProtocolKey order, ProtocolKey mean, ProtocolKey std) {
        String[] ends = text(range).split("\\.\\.");
        try {
            return new PixelFormat(
                    Double.parseDouble(ends[0]),
                    Double.parseDouble(ends[1]),
                    text(order).equals("bgr"),
                    numbers(mean),
                    numbers(std));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(mean.key() + " and " + std.key() + ": " + e.getMessage(), e);
        }
    }

    private List<Double> numbers(ProtocolKey key) {
        return Arrays.stream(text(key).split(" ")).map(Double::valueOf).toList();
    }

    /**
     * The data's label of each of the segmenter's classes, -1 for none.
     *
     * @param classes of the segmenter
     * @throws ConfigException with both counts if they do not fit
     */
    short[] labelsOf(int classes, ClassTable table, Path segmenter) {
        short[] labels = new short[classes];
        if (text(ProtocolKey.SEGMENTER_LABELS).equals("identity")) {
            if (classes != table.count()) {
                throw new ConfigException(
                        "%s tells %d classes apart but '%s' has %d: segmenter.labels says which of its classes is which id"
                                .formatted(segmenter, classes, table.name(), table.count()));
            }
            for (short i = 0; i < classes; i++) {
                labels[i] = i;
            }
            return labels;
        }
        String[] ids = text(ProtocolKey.SEGMENTER_LABELS).split(" ");
        if (ids.length != classes) {
            throw new ConfigException("%s tells %d classes apart but segmenter.labels has %d entries"
                    .formatted(segmenter, classes, ids.length));
        }
        for (int i = 0; i < classes; i++) {
            labels[i] = ids[i].equals("-") ? -1 : (short) id(ids[i], table, ProtocolKey.SEGMENTER_LABELS);
        }
        return labels;
    }

    /** By label index of the data, void last: whether its pixels count. Throws {@link ConfigException} for unknown ids. */
    boolean[] counted(ClassTable table) {
        boolean[] counted = new boolean[table.count() + 1];
        Arrays.fill(counted, 0, table.count(), true);
        for (String entry : text(ProtocolKey.LABELS_IGNORE).split(" ")) {
            if (!entry.equals("void")) {
                counted[id(entry, table, ProtocolKey.LABELS_IGNORE)] = false;
            }
        }
        return counted;
    }

    private static int id(String text, ClassTable table, ProtocolKey key) {
        int id = Integer.parseInt(text);
        if (id >= table.count()) {
            throw new ConfigException("%s names id %d but '%s' has ids 0 to %d"
                    .formatted(key.key(), id, table.name(), table.count() - 1));
        }
        return id;
    }

    /** Digest of every value that numbers depend on; where files lie and what is called how is not among them. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        for (ProtocolKey key : ProtocolKey.values()) {
            if (key.pins()) {
                text.append(key.key()).append('=').append(text(key)).append('\n');
            }
        }
        return Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Every value by its key, in order. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (ProtocolKey key : ProtocolKey.values()) {
            map.put(key.key(), text(key));
        }
        return map;
    }

    /** All values with their meanings, as a properties file that {@link #open} takes back. */
    public String toProperties() {
        StringBuilder text = new StringBuilder();
        for (ProtocolKey key : ProtocolKey.values()) {
            text.append(PropertiesFile.entry(key.meaning(), key.key(), text(key)));
        }
        return text.toString();
    }
}
