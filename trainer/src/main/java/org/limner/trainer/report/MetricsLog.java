package org.limner.trainer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;

/**
 * Appends to {@code log.jsonl}, for machines: one JSON object a line. A resumed training goes on in the same file.
 *
 * <p>Every line has {@code time} (when it was written, as ISO 8601 says it) and {@code step} (steps taken in all). What
 * else it has says what it is:
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>{@code command}</th><td>text: a process began to train here; lines above with a later step no longer count</td></tr>
 * <tr><th>{@code losses}</th><td>object: means by name since the last such line. With it come {@code epoch} (passes
 * completed), {@code seconds} (of training in all), {@code done} (part of the whole, 0 to 1), {@code rateFactor},
 * {@code generatorRate} and {@code discriminatorRate} (Adam's), {@code imagesPerSecond}, {@code dataWait} (part of the time,
 * 0 to 1), {@code residentBytes} (memory of the process, if known), {@code brokenExamples} (skipped since the process began,
 * if counted) and {@code remainingSeconds}</td></tr>
 * <tr><th>{@code metrics}</th><td>object: what an evaluation found, by name; {@code about}: by which
 * metric checkpoints are compared, whether this was the {@code best}, {@code pictures}, the protocol's {@code fingerprint}</td></tr>
 * <tr><th>{@code notice}</th><td>text: something is wrong; {@code kind} names what, {@code over} that it has ended</td></tr>
 * </table>
 *
 * <p>Numbers that are none (NaN, infinite) are texts, since JSON has no others.
 */
final class MetricsLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Clock clock;

    /** Goes on in {@code file} if it is there; a line that a killed process left unfinished is ended first. */
    MetricsLog(Path file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        if (Files.exists(file) && endsInsideALine(file)) {
            append("\n");
        }
    }

    void begin(long step, String command) throws IOException {
        write(line(step).put("command", command));
    }

    void write(Report report) throws IOException {
        ObjectNode line = line(report.step());
        line.put("epoch", report.epoch());
        line.put("seconds", rounded(report.seconds()));
        line.put("done", rounded(report.done()));
        line.put("rateFactor", rounded(report.rateFactor()));
        line.put("generatorRate", report.generatorRate());
        line.put("discriminatorRate", report.discriminatorRate());
        line.put("imagesPerSecond", rounded(report.imagesPerSecond()));
        line.put("dataWait", rounded(report.dataWait()));
        report.residentBytes().ifPresent(bytes -> line.put("residentBytes", bytes));
        report.brokenExamples().ifPresent(count -> line.put("brokenExamples", count));
        line.put("remainingSeconds", rounded(report.remainingSeconds()));
        ObjectNode losses = line.putObject("losses");
        report.losses().forEach(losses::put);
        write(line);
    }

    void write(long step, Map<String, Double> metrics, Map<String, String> about) throws IOException {
        ObjectNode line = line(step);
        ObjectNode words = line.putObject("about");
        about.forEach(words::put);
        ObjectNode values = line.putObject("metrics");
        metrics.forEach(values::put);
        write(line);
    }

    void write(Notice notice) throws IOException {
        write(line(notice.step())
                .put("kind", notice.kind())
                .put("over", notice.over())
                .put("notice", notice.message()));
    }

    private ObjectNode line(long step) {
        return JSON.createObjectNode().put("time", clock.instant().toString()).put("step", step);
    }

    private void write(ObjectNode line) throws IOException {
        append(JSON.writeValueAsString(line) + "\n");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static boolean endsInsideALine(Path file) throws IOException {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            if (reader.length() == 0) {
                return false;
            }
            reader.seek(reader.length() - 1);
            return reader.read() != '\n';
        }
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 1e4) / 1e4 : value;
    }
}
