package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/** Says in our words what a schema found: which field, what it must be, and what it is, but for payloads. */
final class SchemaViolation {
    private SchemaViolation() {}

    /** @param document the schema that found it */
    static JobError describe(Error error, JsonNode document) {
        String path = error.getInstanceLocation().toString();
        String field = Pointers.spoken(path);
        JsonNode rule = error.getSchemaNode();
        JsonNode value = error.getInstanceNode();
        switch (error.getKeyword()) {
            case "additionalProperties":
                return JobError.at(
                        Pointers.child(path, error.getProperty()),
                        ErrorCode.UNKNOWN_FIELD,
                        "unknown field " + Quote.of(error.getProperty()) + " in " + field + "; it takes "
                                + knownFields(error, document));
            case "required":
                return invalid(Pointers.child(path, error.getProperty()), field + " lacks " + error.getProperty());
            case "type":
                return invalid(path, field + " must be of type " + words(rule) + " but is " + typeOf(value));
            case "minItems":
                return invalid(path, field + " has " + value.size() + " entries but needs at least " + rule);
            case "maxItems":
                return invalid(path, field + " has " + value.size() + " entries but takes at most " + rule);
            case "minProperties":
            case "maxProperties":
                return invalid(
                        path,
                        field + " has " + value.size() + " fields but needs exactly one of "
                                + knownFields(error, document));
            case "minLength":
                return invalid(path, field + " is empty");
            case "minimum":
                return invalid(path, field + " must be at least " + rule + " but is " + shown(value));
            case "maximum":
                return invalid(path, field + " must be at most " + rule + " but is " + shown(value));
            case "pattern":
                return invalid(path, field + " must match " + rule.textValue() + " but is " + shown(value));
            case "enum":
                return invalid(path, field + " must be one of " + words(rule) + " but is " + shown(value));
            case "const":
                return invalid(path, field + " must be " + rule + " but is " + shown(value));
            default:
                return invalid(path, field + " " + error.getMessage());
        }
    }

    private static JobError invalid(String path, String message) {
        return path.isEmpty()
                ? JobError.of(ErrorCode.INVALID_FIELD, message)
                : JobError.at(path, ErrorCode.INVALID_FIELD, message);
    }

    /** The fields beside which the violated keyword stands. */
    private static String knownFields(Error error, JsonNode document) {
        String keyword = error.getSchemaLocation().getFragment().toString();
        List<String> names = new ArrayList<>();
        document.at(keyword.substring(0, keyword.lastIndexOf('/')))
                .path("properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return String.join(", ", names);
    }

    private static String words(JsonNode textOrTexts) {
        if (!textOrTexts.isArray()) {
            return textOrTexts.asText();
        }
        List<String> words = new ArrayList<>();
        textOrTexts.forEach(word -> words.add(word.asText()));
        return String.join(", ", words);
    }

    private static String typeOf(JsonNode value) {
        return value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? Quote.of(value.textValue()) : Quote.shortened(value.toString());
    }
}
