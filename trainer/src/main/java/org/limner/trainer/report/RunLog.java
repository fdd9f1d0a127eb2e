package org.limner.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What {@link MetricsLog} has written, all processes of a run in one: where one went on from a checkpoint, the steps that
 * an earlier one took beyond it are gone from the weights, and so they are gone from here.
 *
 * @param reports by rising step
 * @param metrics by rising step
 * @param notices in their order
 */
public record RunLog(List<Report> reports, List<Metrics> metrics, List<Notice> notices) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What an evaluation found. */
    public record Metrics(long step, Map<String, Double> values) {}

    public RunLog {
        reports = List.copyOf(reports);
        metrics = List.copyOf(metrics);
        notices = List.copyOf(notices);
    }

    /** Reads a file; a line that is no JSON, as a killed process leaves one, is passed over. An absent file is empty. */
    public static RunLog read(Path file) throws IOException {
        List<Report> reports = new ArrayList<>();
        List<Metrics> metrics = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        if (Files.exists(file)) {
            long last = 0;
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    JsonNode line = parsed(text);
                    if (!line.path("step").canConvertToLong()) {
                        continue;
                    }
                    long step = line.path("step").longValue();
                    if (step < last || line.has("command")) {
                        // Logs from before there were commands in them show a resume by their step alone.
                        reports.removeIf(earlier -> earlier.step() > step);
                        metrics.removeIf(earlier -> earlier.step() > step);
                        notices.removeIf(earlier -> earlier.step() > step);
                    }
                    last = step;
                    if (line.has("losses")) {
                        reports.add(report(step, line));
                    } else if (line.has("metrics")) {
                        metrics.add(new Metrics(step, numbers(line.path("metrics"))));
                    } else if (line.has("notice")) {
                        notices.add(new Notice(
                                step,
                                line.path("kind").asText(),
                                line.path("over").asBoolean(),
                                line.path("notice").asText()));
                    }
                }
            }
        }
        return new RunLog(reports, metrics, notices);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unfinished) {
            return JSON.createObjectNode();
        }
    }

    private static Report report(long step, JsonNode line) {
        return new Report(
                step,
                line.path("epoch").asLong(),
                line.path("seconds").asDouble(),
                line.path("done").asDouble(),
                numbers(line.path("losses")),
                line.path("rateFactor").asDouble(),
                line.path("generatorRate").asDouble(Double.NaN),
                line.path("discriminatorRate").asDouble(Double.NaN),
                line.path("imagesPerSecond").asDouble(),
                line.path("dataWait").asDouble(),
                optional(line, "residentBytes"),
                optional(line, "brokenExamples"),
                line.path("remainingSeconds").asDouble(Double.NaN));
    }

    private static OptionalLong optional(JsonNode line, String field) {
        return line.has(field) ? OptionalLong.of(line.path(field).asLong()) : OptionalLong.empty();
    }

    private static Map<String, Double> numbers(JsonNode object) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> numbers.put(field.getKey(), field.getValue().asDouble(Double.NaN)));
        return numbers;
    }
}
