package org.limner.trainer.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.limner.trainer.config.ConfigException;

/**
 * {@code evaluation.jsonl}: one JSON object per column of an evaluation, with the protocol it was measured by. All lines of a
 * file can be compared with each other, which is checked before one is added.
 */
public final class EvaluationLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANY = "any"; // a digest that was not looked at says nothing against another

    private final Path file;

    public EvaluationLog(Path file) {
        this.file = file;
    }

    /**
     * @throws ConfigException if the file has numbers that were measured otherwise; the message names the first difference
     */
    public void check(Protocol protocol) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode kept;
            try {
                kept = JSON.readTree(lines.get(i)).path("protocol");
            } catch (JsonProcessingException e) {
                throw new ConfigException(
                        "%s, line %d is not JSON: %s".formatted(file, i + 1, e.getOriginalMessage()), e);
            }
            for (ProtocolKey key : ProtocolKey.values()) {
                String before = kept.path(key.key()).asText(ANY);
                String now = protocol.text(key);
                if (key.pins() && !before.equals(now) && !before.equals(ANY) && !now.equals(ANY)) {
                    throw new ConfigException(
                            "%s, line %d was measured with %s = %s, now it is %s: numbers that cannot be compared do not belong in one file, take another --out"
                                    .formatted(file, i + 1, key.key(), before, now));
                }
            }
        }
    }

    /** Adds an evaluation's lines. Throws as {@link #check}. */
    public void append(Evaluation evaluation) throws IOException {
        check(evaluation.protocol());
        StringBuilder lines = new StringBuilder();
        for (Measurement column : evaluation.columns()) {
            lines.append(JSON.writeValueAsString(line(evaluation, column))).append('\n');
        }
        Files.writeString(file, lines.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static ObjectNode line(Evaluation evaluation, Measurement column) {
        ObjectNode line = JSON.createObjectNode();
        line.put("time", evaluation.time().toString());
        line.put("command", evaluation.command());
        Subject subject = evaluation.subject();
        ObjectNode what = line.putObject("subject");
        what.put("kind", subject.kind()).put("path", subject.path());
        subject.details().forEach((key, value) -> what.set(key, JSON.valueToTree(value)));
        line.put("column", column.column());
        line.put("pictures", column.pictures());
        line.put("seconds", Math.round(column.seconds() * 100) / 100.0);
        ObjectNode numbers = line.putObject("numbers");
        column.figures().forEach(figure -> numbers.put(figure.key(), figure.value()));
        ObjectNode labels = line.putObject("labels");
        column.figures().forEach(figure -> labels.put(figure.key(), figure.label()));
        line.put("fingerprint", evaluation.protocol().fingerprint());
        ObjectNode protocol = line.putObject("protocol");
        evaluation.protocol().toMap().forEach(protocol::put);
        return line;
    }
}
