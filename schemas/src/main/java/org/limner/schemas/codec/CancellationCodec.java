package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.limner.schemas.job.Cancellation;
import org.limner.schemas.job.JobId;

/** Cancellation records to and from CloudEvents over Kafka. Thread-safe. */
public final class CancellationCodec {
    /** Binary mode; {@code source} becomes {@code ce_source}, the id {@code <job id>.cancellation}. */
    public EncodedRecord encode(Cancellation cancellation, String source) {
        String job = cancellation.job().value();
        ObjectNode data = StrictJson.MAPPER.createObjectNode().put("job", job);
        cancellation.reason().ifPresent(reason -> data.put("reason", reason));
        return new EventWriter(job + ".cancellation", source, CloudEventHeaders.CANCELLATION_TYPE).binary(job, data);
    }

    /** Reads binary and structured mode; unknown fields are ignored. Throws {@link IllegalArgumentException}. */
    public Cancellation decode(Map<String, byte[]> headers, byte[] value) {
        try {
            JsonNode data = StrictJson.read(Envelope.read(headers, value, CloudEventHeaders.CANCELLATION_TYPE)
                    .data());
            JsonNode job = data.path("job");
            JsonNode reason = data.path("reason");
            if (!job.isTextual() || !(reason.isMissingNode() || reason.isTextual())) {
                throw new IllegalArgumentException(
                        "not a cancellation: its data has no text 'job', or a 'reason'" + " that is no text");
            }
            return new Cancellation(new JobId(job.textValue()), Optional.ofNullable(reason.textValue()));
        } catch (NotAnEnvelopeException e) {
            throw new IllegalArgumentException("not a cancellation: " + e.getMessage(), e);
        } catch (InvalidDataException e) {
            throw e.asIllegalArgument("not a cancellation");
        }
    }
}
