package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/**
 * JSON as RFC 8259 has it and nothing beyond: UTF-8, no NaN, no comments, no key twice, nothing after the value, at most
 * {@value #MAX_DEPTH} levels.
 *
 * <p>Messages say where and never quote: what stands at the place may be the bytes of somebody's photograph.
 */
final class StrictJson {
    static final int MAX_DEPTH = 16;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private StrictJson() {}

    static JsonNode read(byte[] json) throws InvalidDataException {
        try (JsonParser parser = MAPPER.createParser(json)) {
            try {
                JsonNode tree = MAPPER.readTree(parser);
                if (tree == null) {
                    throw new InvalidDataException(
                            JobError.of(ErrorCode.MALFORMED_JSON, "the data is not JSON: it is empty"));
                }
                if (parser.nextToken() != null) {
                    throw malformed("something follows the JSON value", parser.currentTokenLocation());
                }
                return tree;
            } catch (StreamConstraintsException e) {
                throw tooLarge(parser);
            } catch (MismatchedInputException e) {
                // The only reason left for readTree to find its input mismatched: a key it has already seen.
                throw new InvalidDataException(JobError.at(
                        parser.getParsingContext().pathAsPointer().toString(),
                        ErrorCode.INVALID_FIELD,
                        "field " + Quote.of(String.valueOf(parser.currentName())) + " appears twice"));
            } catch (JsonEOFException e) {
                throw malformed("it breaks off", parser.currentLocation());
            } catch (IOException e) {
                throw malformed(fault(json, parser.currentLocation()), parser.currentLocation());
            }
        } catch (IOException e) {
            throw new InvalidDataException(JobError.of(ErrorCode.MALFORMED_JSON, "the data is not JSON"));
        }
    }

    /** Names the one fault that careful writers make: a number that went wrong on their side. */
    private static String fault(byte[] json, JsonLocation location) {
        int end = (int) Math.min(Math.max(location.getByteOffset(), 0), json.length);
        for (String word : new String[] {"NaN", "Infinity", "INF"}) {
            int start = end - word.length();
            if (start >= 0 && new String(json, start, word.length(), ISO_8859_1).equals(word)) {
                return word + " is no JSON number";
            }
        }
        return "unreadable";
    }

    private static InvalidDataException tooLarge(JsonParser parser) {
        int depth = parser.getParsingContext().getNestingDepth();
        return new InvalidDataException(JobError.of(
                ErrorCode.LIMIT_EXCEEDED,
                depth >= MAX_DEPTH
                        ? "the JSON is nested deeper than " + MAX_DEPTH + " levels"
                        : "a name, string or number is too long" + at(parser.currentLocation())));
    }

    private static InvalidDataException malformed(String what, JsonLocation location) {
        return new InvalidDataException(
                JobError.of(ErrorCode.MALFORMED_JSON, "the data is not JSON: " + what + at(location)));
    }

    private static String at(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
