package org.limner.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/**
 * Attributes and data together in the value (CloudEvents JSON format, section 3).
 *
 * <p>Read as a stream: an event that breaks off inside its data has shown its id by then, if its writer put the
 * attributes first, and its job ends FAILED instead of in the dead-letter topic.
 */
final class StructuredMode {
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

    private final byte[] value;
    private final Map<String, String> attributes = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private Envelope.@Nullable Content content;

    private StructuredMode(byte[] value) {
        this.value = value;
    }

    static Envelope read(Map<String, byte[]> headers, byte[] value) throws NotAnEnvelopeException {
        StructuredMode event = new StructuredMode(value);
        Envelope.Content content = event.readFields();
        Optional<String> attribute = Optional.ofNullable(event.attributes.get("traceparent"));
        return new Envelope("", event.attributes, Envelope.traceparent(headers, attribute), content);
    }

    private Envelope.Content readFields() throws NotAnEnvelopeException {
        try (JsonParser parser = FACTORY.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NotAnEnvelopeException(
                        DeadLetterReason.MALFORMED_ENVELOPE, "the structured event is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readField(parser);
            }
            if (parser.nextToken() != null) {
                return fault(ErrorCode.MALFORMED_JSON, "something follows the structured event");
            }
        } catch (StreamConstraintsException e) {
            return broken(ErrorCode.LIMIT_EXCEEDED, "the structured event is nested too deep or has too long a number");
        } catch (IOException e) {
            return broken(ErrorCode.MALFORMED_JSON, "the structured event is not JSON");
        }
        return content != null ? content : fault(ErrorCode.INVALID_FIELD, "the structured event has no data");
    }

    private void readField(JsonParser parser) throws IOException, NotAnEnvelopeException {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (!seen.add(name)) {
            throw new NotAnEnvelopeException(
                    DeadLetterReason.MALFORMED_ENVELOPE, "field " + Quote.of(name) + " appears twice");
        }
        if (name.equals(DATA) || name.equals(DATA_BASE64)) {
            if (content != null) {
                content = fault(ErrorCode.INVALID_FIELD, "the structured event has both data and data_base64");
                parser.skipChildren();
            } else {
                content = name.equals(DATA) ? data(parser, token) : dataBase64(parser, token);
            }
        } else if (token.isStructStart()) {
            parser.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            attributes.put(name, parser.getText());
        }
    }

    private Envelope.Content data(JsonParser parser, JsonToken token) throws IOException {
        if (!token.isStructStart()) {
            parser.finishToken();
            return fault(ErrorCode.INVALID_FIELD, "the data must be of type object");
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return new Envelope.Content.Data(Arrays.copyOfRange(value, start, end));
    }

    private static Envelope.Content dataBase64(JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return fault(ErrorCode.INVALID_FIELD, "data_base64 must be of type string");
        }
        try {
            return new Envelope.Content.Data(PayloadJson.base64(parser.getText(), "/data_base64"));
        } catch (InvalidDataException e) {
            return fault(ErrorCode.MALFORMED_BASE64, e.error().message());
        }
    }

    /** The JSON ends in an error: the job's where we know by now whose job it is. */
    private Envelope.Content broken(ErrorCode code, String message) throws NotAnEnvelopeException {
        if (!attributes.keySet().containsAll(Envelope.REQUIRED)) {
            throw new NotAnEnvelopeException(
                    DeadLetterReason.MALFORMED_ENVELOPE,
                    message + ", and breaks before all of " + String.join(", ", Envelope.REQUIRED) + " were read");
        }
        return fault(code, message);
    }

    private static Envelope.Content fault(ErrorCode code, String message) {
        return new Envelope.Content.Fault(JobError.of(code, message));
    }
}
