package org.limner.trainer.config;

/**
 * How a training is measured while it runs.
 *
 * @param metric    decides which checkpoint is the best
 * @param every     saves between measurements, from 1
 * @param pictures  of the validation data, spread over it; where it has fewer, all
 * @param protocol  a shipped one's name or a file, for how networks are fed; {@code none}: the defaults
 * @param segmenter an ONNX file, or {@code none}
 * @param features  an ONNX file, or {@code none}
 */
public record ValidationOptions(
        Metric metric, int every, int pictures, String protocol, String segmenter, String features) {
    /** What a setting says when there is no such file. */
    public static final String NONE = "none";

    /** What makes one checkpoint better than another; in settings in lower case. */
    public enum Metric {
        /** Nothing is measured. */
        NONE,
        /** Part of the pixels in which a segmenter finds what the mask says. */
        ACCURACY,
        /** Mean intersection over union of the classes. */
        MIOU,
        /** Distance of features from the photos'; the lower the better. */
        FRECHET,
        /**
         * Of a photo's mean colour and that of the rendering in its style, the lowest of the three channels. Not their
         * correlation: that of an untrained generator, whose colours hardly move, can be above 0.9.
         */
        COLOR_CONCORDANCE
    }

    public ValidationOptions {
        if ((metric == Metric.ACCURACY || metric == Metric.MIOU) && segmenter.equals(NONE)) {
            throw new ConfigException(
                    "evaluation.metric = %s needs evaluation.segmenter".formatted(Setting.spelling(metric)));
        }
        if (metric == Metric.FRECHET && features.equals(NONE)) {
            throw new ConfigException("evaluation.metric = frechet needs evaluation.features");
        }
    }

    public static ValidationOptions of(Settings settings) {
        return new ValidationOptions(
                settings.choice(Setting.EVALUATION_METRIC, Metric.class),
                settings.integer(Setting.EVALUATION_EVERY),
                settings.integer(Setting.EVALUATION_PICTURES),
                settings.text(Setting.EVALUATION_PROTOCOL),
                settings.text(Setting.EVALUATION_SEGMENTER),
                settings.text(Setting.EVALUATION_FEATURES));
    }

    /** The metric as settings spell it. */
    public String metricName() {
        return Setting.spelling(metric);
    }
}
