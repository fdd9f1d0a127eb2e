package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.result.JobError;

/**
 * A CloudEvent 1.0 as a Kafka record carries it: attributes and data, whichever mode it came in.
 *
 * <p>The data stay bytes here. In structured mode they are cut out of the value, so that one reader with one set of
 * rules looks at them in either mode, and so that an event whose data are broken still has an id to answer to.
 */
final class Envelope {
    static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");

    /** W3C Trace Context, section 3.2.2; a version of the future may append fields. */
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-[0-9a-z-]{1,200})?");

    private final String prefix;
    private final Map<String, String> attributes;
    private final Optional<String> traceparent;
    private final Content content;

    /** What the event is about, or why that cannot be had. */
    sealed interface Content {
        /** The bytes as they were written. Owned by the envelope. */
        @SuppressWarnings("ArrayRecordComponent")
        record Data(byte[] bytes) implements Content {}

        /** The attributes are readable, the data are not. */
        record Fault(JobError error) implements Content {}
    }

    /** @param prefix what stands before an attribute's name where a person looks for it */
    Envelope(String prefix, Map<String, String> attributes, Optional<String> traceparent, Content content) {
        this.prefix = prefix;
        this.attributes = attributes;
        this.traceparent = traceparent;
        this.content = content;
    }

    /**
     * The envelope of a record.
     *
     * @param headers      the last value of each header
     * @param expectedType the one {@code type} that is not refused
     */
    static Envelope read(Map<String, byte[]> headers, byte @Nullable [] value, String expectedType)
            throws NotAnEnvelopeException {
        if (value == null) {
            throw new NotAnEnvelopeException(DeadLetterReason.NULL_VALUE, "the record has no value");
        }
        String contentType = mediaType(headers.get(CloudEventHeaders.CONTENT_TYPE));
        Envelope envelope;
        if (contentType.equals(CloudEventHeaders.STRUCTURED_JSON)) {
            envelope = StructuredMode.read(headers, value);
        } else if (contentType.startsWith("application/cloudevents")) {
            throw new NotAnEnvelopeException(
                    DeadLetterReason.UNSUPPORTED_CONTENT_TYPE,
                    CloudEventHeaders.CONTENT_TYPE + " is " + Quote.of(contentType)
                            + " but the one structured format is " + CloudEventHeaders.STRUCTURED_JSON);
        } else {
            envelope = BinaryMode.read(headers, value);
        }
        envelope.check(expectedType);
        return envelope;
    }

    /** The event's id, never empty. */
    String id() {
        return attributes.get("id");
    }

    /** An optional attribute. */
    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** How a person finds the attribute: the header's name in binary mode, the field's in structured mode. */
    String spoken(String attribute) {
        return prefix + attribute;
    }

    /** The trace context; empty unless well-formed, as the W3C wants it. */
    Optional<String> traceparent() {
        return traceparent;
    }

    byte[] data() throws InvalidDataException {
        if (content instanceof Content.Fault fault) {
            throw new InvalidDataException(fault.error());
        }
        return ((Content.Data) content).bytes();
    }

    /** The record's own header first, since tracing agents write that one; else the attribute. */
    static Optional<String> traceparent(Map<String, byte[]> headers, Optional<String> attribute) {
        return Optional.ofNullable(headers.get(CloudEventHeaders.TRACE_PARENT))
                .map(header -> new String(header, UTF_8))
                .filter(Envelope::isTraceparent)
                .or(() -> attribute.filter(Envelope::isTraceparent));
    }

    private void check(String expectedType) throws NotAnEnvelopeException {
        for (String name : REQUIRED) {
            if (attributes.getOrDefault(name, "").isEmpty()) {
                throw new NotAnEnvelopeException(
                        DeadLetterReason.MISSING_ATTRIBUTE, spoken(name) + " is missing or empty");
            }
        }
        String specVersion = attributes.get("specversion");
        if (!specVersion.equals(CloudEventHeaders.SPEC_VERSION_1_0)) {
            throw new NotAnEnvelopeException(
                    DeadLetterReason.UNSUPPORTED_SPEC_VERSION,
                    spoken("specversion") + " is " + Quote.of(specVersion) + " but must be "
                            + CloudEventHeaders.SPEC_VERSION_1_0);
        }
        String type = attributes.get("type");
        if (!type.equals(expectedType)) {
            throw new NotAnEnvelopeException(
                    DeadLetterReason.UNKNOWN_TYPE,
                    spoken("type") + " is " + Quote.of(type) + " but must be " + expectedType);
        }
    }

    private static boolean isTraceparent(String text) {
        return TRACE_PARENT.matcher(text).matches();
    }

    private static String mediaType(byte @Nullable [] contentType) {
        if (contentType == null) {
            return "";
        }
        String text = new String(contentType, UTF_8);
        int parameters = text.indexOf(';');
        return (parameters < 0 ? text : text.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
    }
}
