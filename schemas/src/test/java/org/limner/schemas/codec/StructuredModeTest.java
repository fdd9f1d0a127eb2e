package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;

/** Here the id itself is inside the JSON: how much of a broken event can still be answered depends on what was read. */
class StructuredModeTest {
    private static final String ATTRIBUTES =
            "'specversion': '1.0', 'id': 'coast-1', 'source': '/test', 'type': 'org.limner.render.job.v1'";
    private static final String DATA = "{'model': {'name': 'scenes'}, 'mask': {'inline': 'AQID'}}";

    private final JobCodec codec = new JobCodec(JobLimits.DEFAULT);

    @Test
    void readsDataBeforeAndBehindAttributes() {
        assertThat(decode("{" + ATTRIBUTES + ", 'data': " + DATA + "}")).isInstanceOf(DecodedJob.Accepted.class);
        assertThat(decode("{'data': " + DATA + ", " + ATTRIBUTES + "}")).isInstanceOf(DecodedJob.Accepted.class);
    }

    @Test
    void cutsDataOutByBytesNotByCharacters() {
        DecodedJob decoded = decode(
                "{'subject': 'größe \ud83c\udf0a', " + ATTRIBUTES
                        + ", 'data': {'tags': ['größe'], 'model': {'name': 'scenes'}, 'mask': {'inline': 'AQID'}}, 'time': null}");
        assertThat(((DecodedJob.Accepted) decoded).job().tags()).containsExactly("größe");
    }

    @Test
    void readsDataInBase64() {
        String base64 = java.util.Base64.getEncoder()
                .encodeToString(DATA.replace('\'', '"').getBytes(UTF_8));
        assertThat(decode("{" + ATTRIBUTES + ", 'data_base64': '" + base64 + "'}"))
                .isInstanceOf(DecodedJob.Accepted.class);
    }

    @Test
    void ignoresAttributesItDoesNotKnow() {
        assertThat(decode(
                        "{'anything': {'deep': [1, 2]}, 'partitionkey': 7, " + ATTRIBUTES + ", 'data': " + DATA + "}"))
                .isInstanceOf(DecodedJob.Accepted.class);
    }

    @Test
    void acceptsContentTypeWithParameters() {
        Map<String, byte[]> headers =
                Map.of("content-type", "Application/CloudEvents+JSON; charset=utf-8".getBytes(UTF_8));
        assertThat(codec.decode(headers, json("{" + ATTRIBUTES + ", 'data': " + DATA + "}")))
                .isInstanceOf(DecodedJob.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ", 'data': {'model': } | MALFORMED_JSON | the structured event is not JSON",
                ", 'data': {'mask': | MALFORMED_JSON | the structured event is not JSON",
                ", 'data': {} } {} | MALFORMED_JSON | something follows the structured event",
                "} | INVALID_FIELD | the structured event has no data",
                ", 'data': null} | INVALID_FIELD | the data must be of type object",
                ", 'data': '{}'} | INVALID_FIELD | the data must be of type object",
                ", 'data': 7} | INVALID_FIELD | the data must be of type object",
                ", 'data': []} | INVALID_FIELD | the data must be of type object but is array",
                ", 'data': {'mask': 1, 'mask': 2}} | INVALID_FIELD | field `mask` appears twice",
                ", 'data': {}, 'data_base64': 'e30='} | INVALID_FIELD | the structured event has both data and data_base64",
                ", 'data_base64': 'e3*='} | MALFORMED_BASE64 | data_base64 is not base64: character 2 of 4 is not in its alphabet",
                ", 'data_base64': {}} | INVALID_FIELD | data_base64 must be of type string",
                ", 'expirytime': 'soon', 'data': {'model': {'name': 'scenes'}, 'mask': {'inline': 'AQID'}}} | INVALID_FIELD | expirytime must be an RFC 3339 time but is `soon`",
            })
    void eventWithAttributesIsBrokenJob(String rest, ErrorCode code, String message) {
        DecodedJob decoded = decode("{" + ATTRIBUTES + rest);
        assertThat(decoded).isInstanceOf(DecodedJob.Broken.class);
        DecodedJob.Broken broken = (DecodedJob.Broken) decoded;
        assertThat(broken.id()).hasToString("coast-1");
        assertThat(broken.error().message()).isEqualTo(message.replace('`', '"'));
        assertThat(broken.error().code()).isEqualTo(code);
    }

    @Test
    void depthIsThatOfTheDataWhicheverTheMode() {
        for (int depth : new int[] {17, 2_000}) {
            DecodedJob decoded = decode("{" + ATTRIBUTES + ", 'data': " + "[".repeat(depth) + "]".repeat(depth) + "}");
            assertThat(((DecodedJob.Broken) decoded).error().code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | MALFORMED_ENVELOPE | the structured event is not a JSON object",
                "[] | MALFORMED_ENVELOPE | the structured event is not a JSON object",
                "{'data': {'model': | MALFORMED_ENVELOPE | the structured event is not JSON, and breaks before all of specversion, id, source, type were read",
                "{'id': 'a', 'id': 'b'} | MALFORMED_ENVELOPE | field `id` appears twice",
                "{} | MISSING_ATTRIBUTE | specversion is missing or empty",
                "{'specversion': '1.0', 'id': {}, 'source': '/', 'type': 'x'} | MISSING_ATTRIBUTE | id is missing or empty",
                "{'specversion': '1.0', 'id': null, 'source': '/', 'type': 'x'} | MISSING_ATTRIBUTE | id is missing or empty",
                "{'specversion': '1.0', 'id': 'a', 'source': '/', 'type': 'x', 'data': {}} | UNKNOWN_TYPE | type is `x` but must be org.limner.render.job.v1",
            })
    void eventWithoutReadableAttributesIsNoJob(String value, DeadLetterReason reason, String detail) {
        assertThat(decode(value)).isEqualTo(new DecodedJob.NotAJob(reason, detail.replace('`', '"')));
    }

    @Test
    void prefersTraceHeaderToAttribute() {
        String inHeader = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        String inEvent = inHeader.replace("0af7", "1bf7");
        byte[] value = json("{" + ATTRIBUTES + ", 'traceparent': '" + inEvent + "', 'data': " + DATA + "}");
        Map<String, byte[]> headers = headers();
        assertThat(((DecodedJob.Accepted) codec.decode(headers, value)).job().traceparent())
                .contains(inEvent);
        headers.put("traceparent", inHeader.getBytes(UTF_8));
        assertThat(((DecodedJob.Accepted) codec.decode(headers, value)).job().traceparent())
                .contains(inHeader);
    }

    private DecodedJob decode(String value) {
        return codec.decode(headers(), json(value));
    }

    private static Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new HashMap<>();
        headers.put("content-type", "application/cloudevents+json".getBytes(UTF_8));
        return headers;
    }

    private static byte[] json(String singleQuoted) {
        return singleQuoted.replace('\'', '"').getBytes(UTF_8);
    }
}
