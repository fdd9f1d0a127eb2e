package org.limner.trainer.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Everything that a protocol says: the key in its file, the default, and what it means. */
public enum ProtocolKey {
    NAME("name", "default", text(), "for people", false),

    IMAGES_SPLIT("images.split", "val", text(), "the folder in the data whose masks and photos are used", true),
    IMAGES_SELECT(
            "images.select", "all", value -> new Selection(value), "all, odd, even, first N or spread N of them", true),
    IMAGES_COUNT("images.count", "any", count(), "how many that has to be", true),
    IMAGES_SHA256("images.sha256", "any", digest(), "of their names, sizes, pixels and labels, in order", true),
    REFERENCE_SPLIT(
            "reference.split", "same", text(), "whose photos the features are compared with; same: images.split", true),
    REFERENCE_SELECT(
            "reference.select",
            "same",
            value -> new Selection(value.equals("same") ? "all" : value),
            "which of them; same: images.select",
            true),
    REFERENCE_COUNT("reference.count", "any", count(), "how many that has to be", true),
    REFERENCE_SHA256("reference.sha256", "any", digest(), "of them, as images.sha256", true),

    LABELS_IGNORE(
            "labels.ignore", "void", ignored(), "what is not counted: void, ids, or both, with spaces between", true),
    REDUCE_KERNEL(
            "reduce.kernel",
            "bilinear-antialiased",
            kernel(),
            "brings photos to a model's size, to see what a photo reaches there",
            true),
    RESTORE_KERNEL(
            "restore.kernel",
            "bilinear-antialiased",
            kernel(),
            "brings every picture to its photo's size first of all",
            true),

    SEGMENTER(
            "segmenter",
            "none",
            text(),
            "an ONNX file: picture in, a number per class and pixel or a label per pixel out",
            false),
    SEGMENTER_SHA256("segmenter.sha256", "any", digest(), "of that file", true),
    SEGMENTER_INPUT("segmenter.input", "only", text(), "its input's name; only: it has one", true),
    SEGMENTER_OUTPUT("segmenter.output", "only", text(), "its output's name", true),
    SEGMENTER_SIZE(
            "segmenter.size",
            "graph",
            size(),
            "WIDTHxHEIGHT of its input; graph: what it says, else the photo's",
            true),
    SEGMENTER_KERNEL("segmenter.kernel", "bilinear-antialiased", kernel(), "brings pictures to that size", true),
    SEGMENTER_RANGE("segmenter.range", "0..1", oneOf("0..1", "-1..1", "0..255"), "black and white in its input", true),
    SEGMENTER_ORDER("segmenter.order", "rgb", oneOf("rgb", "bgr"), "of its input's channels", true),
    SEGMENTER_MEAN(
            "segmenter.mean", "0 0 0", numbers(), "subtracted from the channels, in the unit of the range", true),
    SEGMENTER_STD("segmenter.std", "1 1 1", numbers(), "then divides them", true),
    SEGMENTER_LABELS(
            "segmenter.labels",
            "identity",
            mapping(),
            "the data's id of each of its classes, with spaces between, - for none; identity: they are the data's",
            true),

    FEATURES("features", "none", text(), "an ONNX file: picture in, a vector of features out", false),
    FEATURES_SHA256("features.sha256", "any", digest(), "of that file", true),
    FEATURES_INPUT("features.input", "only", text(), "its input's name; only: it has one", true),
    FEATURES_OUTPUT("features.output", "only", text(), "its output's name", true),
    FEATURES_SIZE(
            "features.size", "graph", size(), "WIDTHxHEIGHT of its input; graph: what it says, else the photo's", true),
    FEATURES_KERNEL("features.kernel", "bilinear-antialiased", kernel(), "squeezes pictures to that size", true),
    FEATURES_RANGE("features.range", "0..1", oneOf("0..1", "-1..1", "0..255"), "black and white in its input", true),
    FEATURES_ORDER("features.order", "rgb", oneOf("rgb", "bgr"), "of its input's channels", true),
    FEATURES_MEAN("features.mean", "0 0 0", numbers(), "subtracted from the channels, in the unit of the range", true),
    FEATURES_STD("features.std", "1 1 1", numbers(), "then divides them", true),

    BATCH_SIZE(
            "batch-size",
            "4",
            from(1),
            "masks rendered together, in order; what batch statistics are taken over",
            true),
    STYLE(
            "style",
            "seed per image",
            value -> new StyleRule(value),
            "encoded-mu, encoded-sample, seed N or seed per image",
            true),
    STYLE_METRICS(
            "style.metrics",
            "true",
            oneOf("true", "false"),
            "whether the encoder and the seeds are measured, too",
            true),
    DIVERSITY_MASKS("diversity.masks", "8", from(1), "masks, spread, that are rendered with each of the seeds", true),
    DIVERSITY_SEEDS("diversity.seeds", "8", from(2), "the seeds are 1, 2, ..", true),
    WEIGHTS(
            "weights",
            "all",
            oneOf("all", "train-bn", "eval-bn", "ema"),
            "of a training: which of its generators",
            false);

    private final String key;
    private final String byDefault;
    private final Consumer<String> check;
    private final String meaning;
    private final boolean pins;

    /** @param pins whether numbers measured with different values must not be compared */
    ProtocolKey(String key, String byDefault, Consumer<String> check, String meaning, boolean pins) {
        this.key = key;
        this.byDefault = byDefault;
        this.check = check;
        this.meaning = meaning;
        this.pins = pins;
    }

    public String key() {
        return key;
    }

    String byDefault() {
        return byDefault;
    }

    String meaning() {
        return meaning;
    }

    boolean pins() {
        return pins;
    }

    /** Throws {@link IllegalArgumentException} that says what would be right. */
    void check(String value) {
        check.accept(value);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ProtocolKey::key).toList();
    }

    private static Consumer<String> text() {
        return value -> require(!value.isEmpty(), "must not be empty");
    }

    private static Consumer<String> matching(String pattern, String meaning) {
        Pattern compiled = Pattern.compile(pattern);
        return value -> require(compiled.matcher(value).matches(), "must be " + meaning);
    }

    private static Consumer<String> digest() {
        return matching("any|[0-9a-f]{64}", "64 lower-case hexadecimal digits, or any");
    }

    private static Consumer<String> count() {
        return matching("any|[1-9][0-9]{0,8}", "a number from 1, or any");
    }

    private static Consumer<String> size() {
        return matching("graph|[1-9][0-9]{0,4}x[1-9][0-9]{0,4}", "WIDTHxHEIGHT in pixels, or graph");
    }

    private static Consumer<String> numbers() {
        String number = "-?[0-9]+(\\.[0-9]+)?";
        return matching(number + " " + number + " " + number, "3 numbers with spaces between");
    }

    private static Consumer<String> mapping() {
        return matching("identity|(-|[0-9]{1,5})( (-|[0-9]{1,5}))*", "ids or - with spaces between, or identity");
    }

    private static Consumer<String> ignored() {
        return matching("(void|[0-9]{1,5})( [0-9]{1,5})*", "void, or ids with spaces between");
    }

    private static Consumer<String> from(int least) {
        return value -> require(
                value.matches("[0-9]{1,6}") && Integer.parseInt(value) >= least, "must be a number from " + least);
    }

    private static Consumer<String> kernel() {
        return oneOf(Arrays.stream(Kernel.values()).map(ProtocolKey::spelling).toArray(String[]::new));
    }

    private static Consumer<String> oneOf(String... values) {
        return value -> require(Arrays.asList(values).contains(value), "must be " + String.join(", ", values));
    }

    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
