package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Attributes in {@code ce_*} headers, the data as value (CloudEvents Kafka binding, section 3.2). */
final class BinaryMode {
    private BinaryMode() {}

    static Envelope read(Map<String, byte[]> headers, byte[] value) throws NotAnEnvelopeException {
        Map<String, String> attributes = new HashMap<>();
        for (String name : Envelope.REQUIRED) {
            byte[] header = headers.get(CloudEventHeaders.PREFIX + name);
            if (header != null) {
                attributes.put(name, text(CloudEventHeaders.PREFIX + name, header));
            }
        }
        // Not strictly: a damaged deadline is the job's failure, not a reason to lose the job's id.
        lenient(headers, CloudEventHeaders.EXPIRY_TIME).ifPresent(text -> attributes.put("expirytime", text));
        return new Envelope(
                CloudEventHeaders.PREFIX,
                attributes,
                Envelope.traceparent(headers, lenient(headers, CloudEventHeaders.CLOUD_EVENT_TRACE_PARENT)),
                new Envelope.Content.Data(value));
    }

    private static Optional<String> lenient(Map<String, byte[]> headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(header -> new String(header, UTF_8));
    }

    private static String text(String header, byte[] value) throws NotAnEnvelopeException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            throw new NotAnEnvelopeException(
                    DeadLetterReason.INVALID_ATTRIBUTE, header + " (" + value.length + " bytes) is not UTF-8");
        }
    }
}
