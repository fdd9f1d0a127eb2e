package org.limner.chaos.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limner.chaos.job.Expectation.DeadLetter;
import org.limner.chaos.job.Expectation.Refusal;
import org.limner.schemas.codec.CloudEventHeaders;
import org.limner.schemas.codec.DeadLetterReason;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.ResultStatus;

/** Breaks a good job in one of many ways, each with the answer it must get. */
final class Poison {
    private static final String MASK = "@mask@";
    private static final String STYLES = "@styles@";

    private final String model;
    private final byte[] goodMask;
    private final List<Way> ways;

    /**
     * @param model    that workers serve
     * @param goodMask for it, a PNG
     * @param badLabel that it has not
     */
    Poison(String model, byte[] goodMask, int badLabel) {
        this.model = model;
        this.goodMask = goodMask;
        byte[] half = Arrays.copyOf(goodMask, goodMask.length / 2);
        byte[] damaged = goodMask.clone();
        damaged[damaged.length / 2] ^= 0x40;
        this.ways = List.of(
                data(ErrorCode.MALFORMED_JSON, json -> json.substring(0, json.length() / 2)),
                data(ErrorCode.MALFORMED_JSON, json -> ""),
                data(ErrorCode.MALFORMED_JSON, json -> json.replace(STYLES, "{\"vector\":[NaN]}")),
                data(ErrorCode.MALFORMED_BASE64, json -> json.replace(MASK, "%%%" + base64(goodMask))),
                data(ErrorCode.UNREADABLE_IMAGE, json -> json.replace(MASK, base64("no image".getBytes(UTF_8)))),
                data(ErrorCode.UNREADABLE_IMAGE, json -> json.replace(MASK, base64(half))),
                data(ErrorCode.UNREADABLE_IMAGE, json -> json.replace(MASK, base64(damaged))),
                data(ErrorCode.LABEL_OUT_OF_RANGE, json -> json.replace(MASK, base64(Pictures.flat(8, 8, badLabel)))),
                data(ErrorCode.UNKNOWN_MODEL, json -> json.replace("\"" + model + "\"", "\"no-such-model\"")),
                data(ErrorCode.UNKNOWN_FIELD, json -> json.replace("\"styles\"", "\"sead\":7,\"styles\"")),
                data(ErrorCode.INVALID_STYLE, json -> json.replace(STYLES, "{\"vector\":[1,2,3]}")),
                data(ErrorCode.INVALID_FIELD, json -> json.replace(STYLES, "{\"seed\":-1}")),
                data(ErrorCode.INVALID_FIELD, json -> json.replace(STYLES, "")),
                data(
                        ErrorCode.LIMIT_EXCEEDED,
                        json -> json.replace(STYLES, String.join(",", Collections.nCopies(10_000, "{}")))),
                header(DeadLetterReason.MISSING_ATTRIBUTE, CloudEventHeaders.ID, null),
                header(DeadLetterReason.MISSING_ATTRIBUTE, CloudEventHeaders.TYPE, null),
                header(DeadLetterReason.INVALID_ATTRIBUTE, CloudEventHeaders.ID, "an id with spaces"),
                header(DeadLetterReason.UNSUPPORTED_SPEC_VERSION, CloudEventHeaders.SPEC_VERSION, "0.3"),
                header(DeadLetterReason.UNKNOWN_TYPE, CloudEventHeaders.TYPE, "org.example.tea"),
                (topic, good, json) -> new PlannedRecord(
                        topic,
                        good.key(),
                        good.headers(),
                        null,
                        JobKind.POISON,
                        Optional.of(new DeadLetter(DeadLetterReason.NULL_VALUE.name()))));
    }

    /**
     * One bad record.
     *
     * @param topic  where it goes
     * @param good   for its key and headers
     * @param number chooses the way
     */
    PlannedRecord of(String topic, EncodedRecord good, int number) {
        return ways.get(number % ways.size())
                .apply(
                        topic,
                        good,
                        "{\"model\":{\"name\":\"" + model + "\"},\"mask\":{\"inline\":\"" + MASK + "\"},\"styles\":["
                                + STYLES + "]}");
    }

    private Way data(ErrorCode code, java.util.function.UnaryOperator<String> change) {
        return (topic, good, json) -> new PlannedRecord(
                topic,
                good.key(),
                good.headers(),
                change.apply(json)
                        .replace(MASK, base64(goodMask))
                        .replace(STYLES, "{\"seed\":1}")
                        .getBytes(UTF_8),
                JobKind.POISON,
                Optional.of(new Refusal(ResultStatus.FAILED, code)));
    }

    private static Way header(DeadLetterReason reason, String name, @Nullable String value) {
        return (topic, good, json) -> {
            Map<String, String> headers = new LinkedHashMap<>(good.headers());
            headers.remove(name);
            if (value != null) {
                headers.put(name, value);
            }
            return new PlannedRecord(
                    topic,
                    good.key(),
                    headers,
                    good.value(),
                    JobKind.POISON,
                    Optional.of(new DeadLetter(reason.name())));
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** How a record becomes bad. */
    private interface Way {
        /** @param json a good job's data, with the places of mask and styles marked */
        PlannedRecord apply(String topic, EncodedRecord good, String json);
    }
}
