package org.limner.schemas.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.result.RenderResult;

/** Result records to and from CloudEvents over Kafka. Thread-safe. */
public final class ResultCodec {
    /** Binary mode; {@code source} becomes {@code ce_source}, the id {@code <job id>.result}. */
    public EncodedRecord encode(RenderResult result, String source) {
        return event(result, source).binary(result.job().value(), ResultJson.write(result));
    }

    /** Structured mode: for brokers and tools that drop headers. */
    public EncodedRecord encodeStructured(RenderResult result, String source) {
        return event(result, source).structured(result.job().value(), ResultJson.write(result));
    }

    /** Reads binary and structured mode; unknown fields are ignored. Throws {@link IllegalArgumentException}. */
    public RenderResult decode(Map<String, byte[]> headers, byte @Nullable [] value) {
        try {
            Envelope envelope = Envelope.read(headers, value, CloudEventHeaders.RESULT_TYPE);
            return ResultJson.read(StrictJson.read(envelope.data()), envelope.traceparent());
        } catch (NotAnEnvelopeException e) {
            throw new IllegalArgumentException("not a render result: " + e.getMessage(), e);
        } catch (InvalidDataException e) {
            throw e.asIllegalArgument("not a render result");
        }
    }

    private static EventWriter event(RenderResult result, String source) {
        String job = result.job().value();
        EventWriter event = new EventWriter(job + ".result", source, CloudEventHeaders.RESULT_TYPE);
        event.with("causationid", job);
        result.traceparent().ifPresent(traceparent -> event.with("traceparent", traceparent));
        return event;
    }
}
