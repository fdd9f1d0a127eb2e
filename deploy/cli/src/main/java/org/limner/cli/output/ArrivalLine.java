package org.limner.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.stream.Collectors;
import org.limner.cli.kafka.Arrival;
import org.limner.schemas.result.RenderResult;

/** What arrived, in one line: for people or as JSON. */
public final class ArrivalLine {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ArrivalLine() {}

    /** For example {@code 12:00:03.120 coast-1 SUCCEEDED 3 images by coast@2, queue 2 ms, render 210 ms, total 240 ms}. */
    public static String forPeople(Arrival arrival, ZoneId zone) {
        String time = CLOCK.format(arrival.envelope().time().atZone(zone)) + " ";
        if (arrival instanceof Arrival.Result answer) {
            return time + sentence(answer.result());
        }
        String where = arrival.envelope().position() + " key '"
                + arrival.envelope().key() + "', " + arrival.envelope().value().length + " bytes";
        if (arrival instanceof Arrival.Unreadable unreadable) {
            return time + "NO RESULT " + where + ": " + unreadable.reason();
        }
        String reasons = arrival.envelope().headers().entrySet().stream()
                .filter(header -> !header.getKey().startsWith("ce_"))
                .map(header -> header.getKey() + "=" + header.getValue())
                .collect(Collectors.joining(", "));
        return time + "DEAD LETTER " + where + ": " + reasons;
    }

    /**
     * One JSON object: topic, partition, offset, time, key, headers and value; a value that is no JSON is under
     * {@code base64} instead.
     */
    public static String asJson(Arrival arrival) {
        Arrival.Envelope envelope = arrival.envelope();
        ObjectNode line = JSON.createObjectNode();
        line.put("topic", envelope.position().topic());
        line.put("partition", envelope.position().partition());
        line.put("offset", envelope.position().offset());
        line.put("time", envelope.time().toString());
        line.put("key", envelope.key());
        ObjectNode headers = line.putObject("headers");
        envelope.headers().forEach(headers::put);
        try {
            JsonNode value = JSON.readTree(envelope.value());
            line.set("value", value);
        } catch (IOException e) { // a dead letter may hold anything
            line.put("base64", Base64.getEncoder().encodeToString(envelope.value()));
        }
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    private static String sentence(RenderResult result) {
        StringBuilder line = new StringBuilder(result.job() + " " + result.status());
        if (result.error().isPresent()) {
            line.append(" ").append(ResultTable.sentence(result.error().get()));
        } else {
            int images = result.images().size();
            line.append(" ").append(images).append(images == 1 ? " image" : " images");
        }
        result.provenance().ifPresent(by -> line.append(" by ").append(by.modelName() + "@" + by.modelVersion()));
        line.append(", queue " + ResultTable.milliseconds(result.timing().queue()));
        line.append(" ms, render " + ResultTable.milliseconds(result.timing().render()));
        line.append(" ms, total " + ResultTable.milliseconds(result.timing().total()) + " ms");
        if (!result.tags().isEmpty()) {
            line.append(", tags ").append(String.join(" ", result.tags()));
        }
        return line.toString();
    }
}
