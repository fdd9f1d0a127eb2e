package org.limner.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends one JSON object per report to {@code log.jsonl}, for machines. A resumed training goes on in the same file. */
final class MetricsLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    MetricsLog(Path file) {
        this.file = file;
    }

    void write(Report report) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("step", report.position().step());
        line.put("epoch", report.position().epoch());
        line.put("seconds", rounded(report.position().seconds()));
        line.put("done", rounded(report.done()));
        line.put("rateFactor", rounded(report.rateFactor()));
        line.put("imagesPerSecond", rounded(report.imagesPerSecond()));
        line.put("dataWait", rounded(report.dataWait()));
        ObjectNode losses = line.putObject("losses");
        report.losses().forEach(losses::put);
        Files.writeString(
                file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
