package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.ValidationOptions;
import org.limner.trainer.config.ValidationOptions.Metric;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.evaluation.Evaluator;
import org.limner.trainer.evaluation.ImageSet;
import org.limner.trainer.evaluation.Measurement;
import org.limner.trainer.evaluation.Protocol;
import org.limner.trainer.evaluation.ProtocolKey;
import org.limner.trainer.evaluation.Selection;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.report.ProgressDisplay;
import org.limner.trainer.report.RunRecord;
import org.limner.trainer.weights.Safetensors;

/**
 * Measures a training while it runs and keeps the checkpoint that its metric likes best: {@code best.safetensors}, a copy of
 * the checkpoint just written, with metric, value and the protocol's fingerprint in its metadata. Does nothing where no metric
 * is set.
 */
final class Validation implements AutoCloseable {
    private static final String METRIC = "evaluation.metric";
    private static final String VALUE = "evaluation.value";
    private static final String FINGERPRINT = "evaluation.protocol";
    private static final List<String> CHANNELS = List.of("red", "green", "blue");

    private final RunFolder folder;
    private final ValidationOptions options;
    private final Networks networks;
    private final boolean edges;
    private final NDManager manager;
    private final @Nullable Evaluator evaluator; // null: nothing is measured
    private OptionalDouble best;
    private long saves;

    private Validation(
            RunFolder folder,
            ValidationOptions options,
            Networks networks,
            boolean edges,
            NDManager manager,
            @Nullable Evaluator evaluator,
            OptionalDouble best) {
        this.folder = folder;
        this.options = options;
        this.networks = networks;
        this.edges = edges;
        this.manager = manager;
        this.evaluator = evaluator;
        this.best = best;
    }

    /**
     * As the run's settings say; reads the pictures and opens the networks.
     *
     * @throws ConfigException if a network does not fit, or the metric needs an encoder that is not there
     */
    static Validation of(RunFolder folder, Dataset lookedAt, Networks networks, boolean edges, NDManager manager) {
        ValidationOptions options = ValidationOptions.of(folder.settings());
        if (options.metric() == Metric.NONE) {
            return new Validation(folder, options, networks, edges, manager, null, OptionalDouble.empty());
        }
        if (options.metric() == Metric.COLOR_CONCORDANCE && networks.encoder() == null) {
            throw new ConfigException("evaluation.metric = color-concordance needs styles: generator.input = style");
        }
        Protocol start = options.protocol().equals(ValidationOptions.NONE)
                ? Protocol.defaults()
                : Protocol.open(options.protocol());
        // Which pictures are measured is the run's own choice here, whatever a protocol pins for the final word.
        Protocol protocol = start.with(ProtocolKey.IMAGES_SELECT, "spread " + options.pictures())
                .with(ProtocolKey.IMAGES_COUNT, "any")
                .with(ProtocolKey.IMAGES_SHA256, "any")
                .with(ProtocolKey.REFERENCE_SPLIT, "same")
                .with(ProtocolKey.REFERENCE_SELECT, "same")
                .with(ProtocolKey.REFERENCE_COUNT, "any")
                .with(ProtocolKey.REFERENCE_SHA256, "any")
                .with(ProtocolKey.SEGMENTER, options.segmenter())
                .with(ProtocolKey.FEATURES, options.features())
                .with(ProtocolKey.STYLE_METRICS, Boolean.toString(options.metric() == Metric.COLOR_CONCORDANCE));
        try {
            ImageSet images = ImageSet.read(lookedAt.strict(), new Selection("spread " + options.pictures()));
            Evaluator evaluator = Evaluator.open(protocol, images, () -> images, TensorEngine.threads());
            return new Validation(
                    folder, options, networks, edges, manager, evaluator, kept(folder, options, evaluator.protocol()));
        } catch (IOException e) {
            throw new ConfigException("the training cannot be measured: " + e.getMessage(), e);
        }
    }

    /** The value of the best checkpoint so far, where it was measured in the same way. */
    private static OptionalDouble kept(RunFolder folder, ValidationOptions options, Protocol protocol)
            throws IOException {
        if (!Files.exists(folder.bestFile())) {
            return OptionalDouble.empty();
        }
        Map<String, String> metadata = Safetensors.read(folder.bestFile()).metadata();
        boolean comparable = options.metricName().equals(metadata.get(METRIC))
                && protocol.fingerprint().equals(metadata.get(FINGERPRINT));
        return comparable ? OptionalDouble.of(Double.parseDouble(metadata.get(VALUE))) : OptionalDouble.empty();
    }

    /**
     * Measures, when it is time, what has just been saved; adds a line to the log and perhaps replaces the best checkpoint.
     *
     * @param generator the weights to render with
     * @param last      whether the training ends here: then it is always time
     */
    void afterSave(Position position, Parameters generator, boolean last, RunRecord record, ProgressDisplay display)
            throws IOException {
        saves++;
        if (evaluator == null || !last && saves % options.every() != 0) {
            return;
        }
        RunRenderer renderer = new RunRenderer("average", networks, generator, false, edges, manager);
        Measurement measured = evaluator.measure(renderer, sight -> {});
        OptionalDouble value = value(measured);
        boolean better = value.isPresent() && (best.isEmpty() || better(value.getAsDouble(), best.getAsDouble()));
        if (better) {
            keep(value.getAsDouble());
            best = value;
        }
        record.metrics(position.step(), figures(measured), about(measured, better));
        display.say(
                value.isEmpty()
                        ? "step %,d: %s cannot be told, the renderings are all of one colour"
                                .formatted(position.step(), options.metricName())
                        : String.format(
                                Locale.ROOT,
                                "step %,d: %s %.3f%s",
                                position.step(),
                                options.metricName(),
                                value.getAsDouble(),
                                better ? ", the best so far: kept in best.safetensors" : ""));
    }

    private boolean better(double value, double than) {
        return options.metric() == Metric.FRECHET ? value < than : value > than;
    }

    private OptionalDouble value(Measurement measured) {
        return switch (options.metric()) {
            case NONE -> OptionalDouble.empty();
            case ACCURACY -> measured.value("pixelAccuracy");
            case MIOU -> measured.value("meanIoU");
            case FRECHET -> measured.value("frechetDistance");
            case COLOR_CONCORDANCE -> {
                double[] channels = CHANNELS.stream()
                        .map(channel -> measured.value("colorConcordance." + channel))
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .toArray();
                yield channels.length < CHANNELS.size()
                        ? OptionalDouble.empty()
                        : Arrays.stream(channels).min();
            }
        };
    }

    private void keep(double value) throws IOException {
        Safetensors.Contents saved = Safetensors.read(folder.checkpointFile());
        Map<String, String> metadata = new LinkedHashMap<>(saved.metadata());
        metadata.put(METRIC, options.metricName());
        metadata.put(VALUE, Double.toString(value));
        metadata.put(FINGERPRINT, evaluator().protocol().fingerprint());
        Safetensors.write(folder.bestFile(), saved.tensors(), metadata);
    }

    private Evaluator evaluator() {
        if (evaluator == null) {
            throw new IllegalStateException("nothing is measured");
        }
        return evaluator;
    }

    private static Map<String, Double> figures(Measurement measured) {
        Map<String, Double> figures = new LinkedHashMap<>();
        measured.figures().forEach(figure -> figures.put(figure.key(), figure.value()));
        return figures;
    }

    private Map<String, String> about(Measurement measured, boolean better) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("metric", options.metricName());
        about.put("best", Boolean.toString(better));
        about.put("pictures", Integer.toString(measured.pictures()));
        about.put("fingerprint", evaluator().protocol().fingerprint());
        return about;
    }

    @Override
    public void close() {
        if (evaluator != null) {
            evaluator.close();
        }
    }
}
