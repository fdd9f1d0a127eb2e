package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/** {@code {"inline": "base64"}} or {@code {"reference": {..}}}, already checked against the schema. */
final class PayloadJson {
    private PayloadJson() {}

    static Payload read(JsonNode node, String path) throws InvalidDataException {
        if (node.has("inline")) {
            return new Payload.Inline(base64(node.get("inline").textValue(), path + "/inline"));
        }
        JsonNode reference = node.get("reference");
        return new Payload.Reference(
                uri(reference.get("uri").textValue(), path + "/reference/uri"),
                reference.get("sha256").textValue(),
                reference.get("bytes").longValue(),
                reference.get("mediaType").textValue());
    }

    /** Bytes that {@code node} holds inline, from the length of its base64; 0 for a reference. */
    static long inlineBytes(JsonNode node) {
        String base64 = node.path("inline").asText();
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return (base64.length() - padding) * 3L / 4;
    }

    static ObjectNode write(Payload payload) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (payload instanceof Payload.Inline inline) {
            return node.put("inline", Base64.getEncoder().encodeToString(inline.bytes()));
        }
        Payload.Reference reference = (Payload.Reference) payload;
        node.putObject("reference")
                .put("uri", reference.uri().toString())
                .put("sha256", reference.sha256())
                .put("bytes", reference.bytes())
                .put("mediaType", reference.mediaType());
        return node;
    }

    static byte[] base64(String text, String path) throws InvalidDataException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(JobError.at(
                    path, ErrorCode.MALFORMED_BASE64, Pointers.spoken(path) + " is not base64: " + fault(text)));
        }
    }

    private static String fault(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inAlphabet =
                    c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/';
            if (!inAlphabet && c != '=') {
                return "character " + i + " of " + text.length() + " is not in its alphabet";
            }
        }
        return text.length() + " characters are cut short or wrongly padded";
    }

    private static URI uri(String text, String path) throws InvalidDataException {
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below, without the text: it may hold a signature.
        }
        throw new InvalidDataException(
                JobError.at(path, ErrorCode.INVALID_FIELD, Pointers.spoken(path) + " is not an absolute URI"));
    }
}
