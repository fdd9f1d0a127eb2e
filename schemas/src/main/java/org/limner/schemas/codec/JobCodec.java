package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/** Job records to and from CloudEvents over Kafka. Thread-safe. */
public final class JobCodec {
    private final JobJson json;

    /** @param limits how large a decoded job may be; encoding does not look at them */
    public JobCodec(JobLimits limits) {
        this.json = new JobJson(limits);
    }

    /** Binary mode. {@code source} becomes {@code ce_source}. */
    public EncodedRecord encode(RenderJob job, String source) {
        return event(job, source).binary(job.id().value(), JobJson.write(job));
    }

    /** Structured mode: for brokers and tools that drop headers. */
    public EncodedRecord encodeStructured(RenderJob job, String source) {
        return event(job, source).structured(job.id().value(), JobJson.write(job));
    }

    /**
     * Reads binary and structured mode. Never throws: whatever the bytes are, the answer says whose they are.
     *
     * @param headers the last value of each header, as bytes
     * @param value   the record's value; null is no job
     */
    public DecodedJob decode(Map<String, byte[]> headers, byte @Nullable [] value) {
        Envelope envelope;
        JobId id;
        try {
            envelope = Envelope.read(headers, value, CloudEventHeaders.JOB_TYPE);
            id = id(envelope);
        } catch (NotAnEnvelopeException e) {
            return new DecodedJob.NotAJob(e.reason(), String.valueOf(e.getMessage()));
        }
        JsonNode data = MissingNode.getInstance();
        try {
            data = StrictJson.read(envelope.data());
            return new DecodedJob.Accepted(json.read(id, data, deadline(envelope), envelope.traceparent()));
        } catch (InvalidDataException e) {
            return new DecodedJob.Broken(id, e.error(), json.readableTags(data), envelope.traceparent());
        } catch (IllegalArgumentException e) {
            // A record's constructor is stricter than the schema; it knows what but not where.
            JobError error = JobError.of(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()));
            return new DecodedJob.Broken(id, error, json.readableTags(data), envelope.traceparent());
        }
    }

    private static EventWriter event(RenderJob job, String source) {
        EventWriter event = new EventWriter(job.id().value(), source, CloudEventHeaders.JOB_TYPE);
        job.deadline().ifPresent(deadline -> event.with("expirytime", deadline.toString()));
        job.traceparent().ifPresent(traceparent -> event.with("traceparent", traceparent));
        return event;
    }

    private static JobId id(Envelope envelope) throws NotAnEnvelopeException {
        try {
            return new JobId(envelope.id());
        } catch (IllegalArgumentException e) {
            throw new NotAnEnvelopeException(
                    DeadLetterReason.INVALID_ATTRIBUTE, envelope.spoken("id") + ": " + e.getMessage());
        }
    }

    private static Optional<Instant> deadline(Envelope envelope) throws InvalidDataException {
        Optional<String> text = envelope.attribute("expirytime");
        try {
            return text.map(time -> OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeParseException e) {
            throw new InvalidDataException(JobError.of(
                    ErrorCode.INVALID_FIELD,
                    envelope.spoken("expirytime") + " must be an RFC 3339 time but is " + Quote.of(text.get())));
        }
    }
}
