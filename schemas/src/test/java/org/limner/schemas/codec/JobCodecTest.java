package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/**
 * A stranger's bytes: whatever they are, the answer says whose they are, what is wrong and where, and repeats no payload.
 */
class JobCodecTest {
    private static final String TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final JobCodec codec = new JobCodec(JobLimits.DEFAULT);

    // What a job leaves out

    @Test
    void fillsInWhatJobLeavesOut() {
        RenderJob job = accepted(job(""));
        assertThat(job.styles()).isEmpty();
        assertThat(job.output()).isEqualTo(Output.DEFAULT);
        assertThat(job.tags()).isEmpty();
        assertThat(job.model().version()).isEmpty();
        assertThat(job.deadline()).isEmpty();
    }

    @Test
    void emptyStyleIsSampledWithDerivedSeed() {
        assertThat(accepted(job(", 'styles': [{}]")).styles()).containsExactly(new Style.Sampled(OptionalLong.empty()));
    }

    @Test
    void seedMayBeWrittenWithFraction() {
        assertThat(accepted(job(", 'styles': [{'seed': 7.0}]")).styles())
                .containsExactly(new Style.Sampled(OptionalLong.of(7)));
    }

    // Broken data of a job with an id

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'sead': 7}                        | UNKNOWN_FIELD | /styles/0/sead | unknown field `sead` in styles[0]; it takes seed",
                "{'vector': [1], 'seed': 3}         | UNKNOWN_FIELD | /styles/0/seed | unknown field `seed` in styles[0]; it takes vector",
                "{'sample': true}                   | UNKNOWN_FIELD | /styles/0/sample | unknown field `sample` in styles[0]; it takes seed",
                "{'a/b~c': 1}                       | UNKNOWN_FIELD | /styles/0/a~1b~0c | unknown field `a/b~c` in styles[0]; it takes seed",
                "{'seed': -1}                       | INVALID_FIELD | /styles/0/seed | styles[0].seed must be at least 0 but is -1",
                "{'seed': 9007199254740992}         | INVALID_FIELD | /styles/0/seed | styles[0].seed must be at most 9007199254740991 but is 9007199254740992",
                "{'seed': 1e400}                    | INVALID_FIELD | /styles/0/seed | styles[0].seed must be of type integer but is number",
                "{'seed': '7'}                      | INVALID_FIELD | /styles/0/seed | styles[0].seed must be of type integer but is string",
                "{'vector': [1, 'NaN']}             | INVALID_FIELD | /styles/0/vector/1 | styles[0].vector[1] must be of type number but is string",
                "{'vector': [1, null]}              | INVALID_FIELD | /styles/0/vector/1 | styles[0].vector[1] must be of type number but is null",
                "{'vector': [1, 1e39]}              | INVALID_FIELD | /styles/0/vector/1 | styles[0].vector[1] must be a finite float32 but is 1.0E39",
                "{'vector': []}                     | INVALID_FIELD | /styles/0/vector | styles[0].vector has 0 entries but needs at least 1",
                "{'image': {'inline': 'AQID'}, 'seed': 7} | INVALID_FIELD | /styles/0/sample | styles[0] lacks sample",
                "{'image': {'inline': 'AQID'}, 'seed': 7, 'sample': false} | INVALID_FIELD | /styles/0/sample | styles[0].sample must be true but is false",
                "{'image': {'inline': 'AQ*D'}}      | MALFORMED_BASE64 | /styles/0/image/inline | styles[0].image.inline is not base64: character 2 of 4 is not in its alphabet",
                "{'between': [{}], 'at': 0.5}       | INVALID_FIELD | /styles/0/between | styles[0].between has 1 entries but needs at least 2",
                "{'between': [{}, {}, {}], 'at': 0.5} | INVALID_FIELD | /styles/0/between | styles[0].between has 3 entries but takes at most 2",
                "{'between': [{}, {}]}              | INVALID_FIELD | /styles/0/at | styles[0] lacks at",
                "{'between': [{}, {}], 'at': 1.5}   | INVALID_FIELD | /styles/0/at | styles[0].at must be at most 1 but is 1.5",
                "{'between': [{}, {'between': [{}, {}], 'at': 0}], 'at': 0} | UNKNOWN_FIELD | /styles/0/between/1/between | unknown field `between` in styles[0].between[1]; it takes seed",
                "7                                  | INVALID_FIELD | /styles/0 | styles[0] must be of type object but is number",
            })
    void namesFaultOfStyle(String style, ErrorCode code, String path, String message) {
        assertThat(broken(job(", 'styles': [" + style + "]")).error())
                .isEqualTo(JobError.at(path, code, message.replace('`', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model': {'name': 'scenes'}, 'maks': {}} | UNKNOWN_FIELD | /maks | unknown field `maks` in the data; it takes model, mask, instances, styles, output, tags",
                "{'model': {'name': 'scenes'}}       | INVALID_FIELD | /mask | the data lacks mask",
                "{'model': {'name': 'The Coast'}, 'mask': {'inline': 'AQID'}} | INVALID_FIELD | /model/name | model.name must match ^[a-z0-9-]{1,64}$ but is `The Coast`",
                "{'model': {'name': 'scenes', 'version': 0}, 'mask': {'inline': 'AQID'}} | INVALID_FIELD | /model/version | model.version must be at least 1 but is 0",
                "{'model': 'scenes', 'mask': {'inline': 'AQID'}} | INVALID_FIELD | /model | model must be of type object but is string",
                "{'model': {'name': 'scenes'}, 'mask': {}} | INVALID_FIELD | /mask | mask has 0 fields but needs exactly one of inline, reference",
                "{'model': {'name': 'scenes'}, 'mask': {'inline': ''}} | INVALID_FIELD | /mask/inline | mask.inline is empty",
                "{'model': {'name': 'scenes'}, 'mask': {'inline': 'AQI'}, 'mask': {'inline': 'AQID'}} | INVALID_FIELD | /mask | field `mask` appears twice",
                "{'model': {'name': 'scenes'}, 'mask': {'inline': 'A'}} | MALFORMED_BASE64 | /mask/inline | mask.inline is not base64: 1 characters are cut short or wrongly padded",
                "{'model': {'name': 'scenes'}, 'mask': {'reference': {'uri': 'coast.png', 'sha256': 'SHA', 'bytes': 3, 'mediaType': 'image/png'}}} | INVALID_FIELD | /mask/reference/uri | mask.reference.uri is not an absolute URI",
                "{'model': {'name': 'scenes'}, 'mask': {'reference': {'uri': 's3://a/b', 'sha256': 'SHA', 'bytes': 0, 'mediaType': 'image/png'}}} | INVALID_FIELD | /mask/reference/bytes | mask.reference.bytes must be at least 1 but is 0",
            })
    void namesFaultOfJob(String data, ErrorCode code, String path, String message) {
        assertThat(broken(json(data.replace("SHA", "0".repeat(64)))).error())
                .isEqualTo(JobError.at(path, code, message.replace('`', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ", 'output': {'mediaType': 'image/gif'} | INVALID_FIELD | /output/mediaType | output.mediaType must be one of image/png, image/jpeg but is `image/gif`",
                ", 'output': {'quality': 101}           | INVALID_FIELD | /output/quality | output.quality must be at most 100 but is 101",
                ", 'output': {'size': 7}                | UNKNOWN_FIELD | /output/size | unknown field `size` in output; it takes mediaType, quality, delivery",
                ", 'tags': [7]                          | INVALID_FIELD | /tags/0 | tags[0] must be of type string but is number",
                ", 'styles': []                         | INVALID_FIELD | /styles | styles has 0 entries but needs at least 1",
                ", 'styles': null                       | INVALID_FIELD | /styles | styles must be of type array but is null",
            })
    void namesFaultOfField(String field, ErrorCode code, String path, String message) {
        assertThat(broken(job(field)).error()).isEqualTo(JobError.at(path, code, message.replace('`', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | the data is not JSON: it is empty",
                "{'model': | the data is not JSON: it breaks off at line 1, column 10",
                "{'mask': NaN} | the data is not JSON: NaN is no JSON number at line 1, column 13",
                "{'mask': secret} | the data is not JSON: unreadable at line 1, column 17",
                "{} {} | the data is not JSON: something follows the JSON value at line 1, column 4",
                "{} } | the data is not JSON: unreadable at line 1, column 5",
                "{'model': 07} | the data is not JSON: unreadable at line 1, column 12",
                "/* hello */ {} | the data is not JSON: unreadable at line 1, column 2",
            })
    void saysWhereJsonBreaks(String data, String message) {
        assertThat(broken(json(data)).error()).isEqualTo(JobError.of(ErrorCode.MALFORMED_JSON, message));
    }

    @Test
    void refusesDataThatAreNoObject() {
        assertThat(broken(json("[]")).error())
                .isEqualTo(JobError.of(ErrorCode.INVALID_FIELD, "the data must be of type object but is array"));
    }

    @Test
    void refusesNanInVectorWithPlace() {
        JobError error = broken(job(", 'styles': [{'vector': [0.5, NaN]}]")).error();
        assertThat(error.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
        assertThat(error.message()).startsWith("the data is not JSON: NaN is no JSON number at line 1, column ");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] data = job(", 'tags': ['x']");
        data[data.length - 4] = (byte) 0xff;
        assertThat(broken(data).error().code()).isEqualTo(ErrorCode.MALFORMED_JSON);
        assertThat(broken("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16))
                        .error()
                        .code())
                .isEqualTo(ErrorCode.MALFORMED_JSON);
    }

    @Test
    void stopsAtSixteenLevels() {
        assertThat(broken(json("[".repeat(16) + "]".repeat(16))).error().code()).isEqualTo(ErrorCode.INVALID_FIELD);
        for (int depth : new int[] {17, 100_000}) {
            assertThat(broken(json("[".repeat(depth) + "]".repeat(depth))).error())
                    .isEqualTo(JobError.of(ErrorCode.LIMIT_EXCEEDED, "the JSON is nested deeper than 16 levels"));
        }
    }

    @Test
    void refusesNumberOfTooManyDigits() {
        JobError error =
                broken(job(", 'styles': [{'seed': " + "9".repeat(2000) + "}]")).error();
        assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(error.message()).startsWith("a name, string or number is too long at line 1");
    }

    // Limits

    @Test
    void takesAsManyStylesAsTheLimit() {
        assertThat(accepted(job(", 'styles': [" + repeat("{}", 64) + "]")).styles())
                .hasSize(64);
        assertThat(broken(job(", 'styles': [" + repeat("{}", 65) + "]")).error())
                .isEqualTo(
                        JobError.at("/styles", ErrorCode.LIMIT_EXCEEDED, "the job has 65 styles but the limit is 64"));
    }

    @Test
    void refusesTenThousandStylesWithBothNumbers() {
        assertThat(broken(job(", 'styles': [" + repeat("{'sead': 1}", 10_000) + "]"))
                        .error())
                .isEqualTo(JobError.at(
                        "/styles", ErrorCode.LIMIT_EXCEEDED, "the job has 10000 styles but the limit is 64"));
    }

    @Test
    void countsTagsAndTheirCharacters() {
        assertThat(accepted(job(", 'tags': ['" + "\ud83c\udf0a".repeat(256) + "']"))
                        .tags())
                .hasSize(1);
        assertThat(broken(job(", 'tags': ['', '" + "x".repeat(257) + "']")).error())
                .isEqualTo(JobError.at(
                        "/tags/1", ErrorCode.LIMIT_EXCEEDED, "tags[1] has 257 characters but the limit is 256"));
        assertThat(broken(job(", 'tags': [" + repeat("'x'", 17) + "]")).error())
                .isEqualTo(JobError.at("/tags", ErrorCode.LIMIT_EXCEEDED, "the job has 17 tags but the limit is 16"));
    }

    @Test
    void countsMaskAndInstancesTogether() {
        int half = 128 * 1024;
        assertThat(accepted(withPayloads(half, half))).isNotNull();
        assertThat(broken(withPayloads(half, half + 1)).error())
                .isEqualTo(JobError.at(
                        "/instances",
                        ErrorCode.LIMIT_EXCEEDED,
                        "mask (131072 bytes) and instances (131073 bytes) have 262145 bytes together but the limit is"
                                + " 262144"));
        assertThat(broken(withPayloads(2 * half + 1, 1)).error().path()).contains("/mask");
    }

    @Test
    void countsEachStyleImageByItself() {
        int limit = 256 * 1024;
        String fits = "{'image': {'inline': '" + base64(limit) + "'}}";
        String tooLarge = "{'image': {'inline': '" + base64(limit + 1) + "'}}";
        assertThat(accepted(job(", 'styles': [" + fits + "," + fits + "]")).styles())
                .hasSize(2);
        assertThat(broken(job(", 'styles': [" + fits + "," + tooLarge + "]")).error())
                .isEqualTo(JobError.at(
                        "/styles/1/image",
                        ErrorCode.LIMIT_EXCEEDED,
                        "styles[1].image has 262145 bytes but the limit is 262144"));
    }

    @Test
    void limitsAreTheWorkersConfiguration() {
        JobCodec roomy = new JobCodec(new JobLimits(4096, 4096, 100, 512 * 1024, 16, 256));
        byte[] data = job(", 'styles': [" + repeat("{}", 100) + "]");
        assertThat(roomy.decode(headers(), data)).isInstanceOf(DecodedJob.Accepted.class);
    }

    @Test
    void neverRepeatsPayload() {
        String secret = "c2VjcmV0IGhvbGlkYXkgcGhvdG9ncmFwaA";
        for (String data : List.of(
                "{'model': {'name': 'a'}, 'mask': {'inline': '" + secret + "!'}}",
                "{'model': {'name': 'a'}, 'mask': {'inline': " + secret + "}}",
                "{'model': {'name': 'a'}, 'mask': '" + secret + "'}",
                "{'model': {'name': 'a'}, 'mask': {'inline': ['" + secret + "']}}",
                "{'model': {'name': 'a'}, 'mask': {'inline': '" + secret,
                "{'model': {'name': 'a'}, 'mask': {'reference': {'uri': '" + secret + " x', 'sha256': '"
                        + "0".repeat(64) + "', 'bytes': 1, 'mediaType': 'image/png'}}}")) {
            assertThat(broken(json(data)).toString()).as(data).doesNotContain(secret);
        }
    }

    @Test
    void shortensForeignWords() {
        JobError error = broken(job(", '" + "x\\n".repeat(5000) + "': 1")).error();
        assertThat(error.code()).isEqualTo(ErrorCode.UNKNOWN_FIELD);
        assertThat(error.message())
                .hasSizeLessThan(300)
                .contains("(10000 characters)")
                .doesNotContain("\n");
    }

    @Test
    void brokenJobKeepsTagsAndTraceWhereTheyAreReadable() {
        Map<String, byte[]> headers = headers();
        put(headers, "traceparent", TRACE_PARENT);
        DecodedJob.Broken broken =
                (DecodedJob.Broken) codec.decode(headers, job(", 'tags': ['album'], 'styles': [{'sead': 1}]"));
        assertThat(broken.tags()).containsExactly("album");
        assertThat(broken.traceparent()).contains(TRACE_PARENT);
        assertThat(broken(job(", 'tags': [7]")).tags()).isEmpty();
        assertThat(broken(job(", 'tags': 'album', 'x': 1")).tags()).isEmpty();
        assertThat(broken(json("{'tags': {'a': 'b'}}")).tags()).isEmpty();
        assertThat(broken(json("{'tags': ['album']")).tags()).isEmpty();
    }

    // The envelope

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type"})
    void namesMissingHeader(String header) {
        Map<String, byte[]> without = headers();
        without.remove(header);
        Map<String, byte[]> empty = headers();
        put(empty, header, "");
        for (Map<String, byte[]> headers : List.of(without, empty)) {
            assertThat(codec.decode(headers, job("")))
                    .isEqualTo(new DecodedJob.NotAJob(
                            DeadLetterReason.MISSING_ATTRIBUTE, header + " is missing or empty"));
        }
    }

    @Test
    void nullValueIsNoJob() {
        assertThat(codec.decode(headers(), null))
                .isEqualTo(new DecodedJob.NotAJob(DeadLetterReason.NULL_VALUE, "the record has no value"));
    }

    @Test
    void recordWithoutHeadersIsNoJob() {
        assertThat(codec.decode(Map.of(), "hello".getBytes(UTF_8)))
                .isEqualTo(new DecodedJob.NotAJob(
                        DeadLetterReason.MISSING_ATTRIBUTE, "ce_specversion is missing or empty"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ce_specversion | 0.3 | UNSUPPORTED_SPEC_VERSION | ce_specversion is `0.3` but must be 1.0",
                "ce_type | org.limner.render.job.v2 | UNKNOWN_TYPE | ce_type is `org.limner.render.job.v2` but must be org.limner.render.job.v1",
                "ce_id | the coast | INVALID_ATTRIBUTE | ce_id: job id must be 1 to 128 characters of letters, digits and . _ : - but has 9",
                "content-type | application/cloudevents-batch+json | UNSUPPORTED_CONTENT_TYPE | content-type is `application/cloudevents-batch+json` but the one structured format is application/cloudevents+json",
                "content-type | application/cloudevents+avro | UNSUPPORTED_CONTENT_TYPE | content-type is `application/cloudevents+avro` but the one structured format is application/cloudevents+json",
            })
    void namesWrongHeader(String header, String value, DeadLetterReason reason, String detail) {
        Map<String, byte[]> headers = headers();
        put(headers, header, value);
        assertThat(codec.decode(headers, job(""))).isEqualTo(new DecodedJob.NotAJob(reason, detail.replace('`', '"')));
    }

    @Test
    void headerThatIsNotUtf8IsNoAttribute() {
        Map<String, byte[]> headers = headers();
        headers.put("ce_id", new byte[] {'a', (byte) 0xff});
        assertThat(codec.decode(headers, job("")))
                .isEqualTo(new DecodedJob.NotAJob(DeadLetterReason.INVALID_ATTRIBUTE, "ce_id (2 bytes) is not UTF-8"));
    }

    @Test
    void ignoresHeadersItDoesNotKnow() {
        Map<String, byte[]> headers = headers();
        headers.put("ce_partitionkey", new byte[] {(byte) 0xff});
        headers.put("x-anything", null);
        assertThat(codec.decode(headers, job(""))).isInstanceOf(DecodedJob.Accepted.class);
    }

    @Test
    void contentTypeOfBinaryModeIsFree() {
        Map<String, byte[]> headers = headers();
        headers.remove("content-type");
        assertThat(codec.decode(headers, job(""))).isInstanceOf(DecodedJob.Accepted.class);
        put(headers, "content-type", "application/json; charset=UTF-8");
        assertThat(codec.decode(headers, job(""))).isInstanceOf(DecodedJob.Accepted.class);
    }

    @Test
    void prefersTraceHeaderToAttributeAndDropsMalformedOnes() {
        String other = TRACE_PARENT.replace("0af7", "1bf7");
        Map<String, byte[]> headers = headers();
        put(headers, "ce_traceparent", other);
        assertThat(traceparent(headers)).contains(other);
        put(headers, "traceparent", TRACE_PARENT);
        assertThat(traceparent(headers)).contains(TRACE_PARENT);
        put(headers, "traceparent", "none");
        assertThat(traceparent(headers)).contains(other);
        headers.remove("ce_traceparent");
        assertThat(traceparent(headers)).isEmpty();
    }

    @Test
    void readsDeadlineWithOffsetAndRefusesAnythingElse() {
        Map<String, byte[]> headers = headers();
        put(headers, "ce_expirytime", "2026-06-01T14:00:00.5+02:00");
        RenderJob job = ((DecodedJob.Accepted) codec.decode(headers, job(""))).job();
        assertThat(job.deadline()).hasValueSatisfying(at -> assertThat(at).hasToString("2026-06-01T12:00:00.500Z"));

        put(headers, "ce_expirytime", "tomorrow");
        assertThat(((DecodedJob.Broken) codec.decode(headers, job(""))).error())
                .isEqualTo(JobError.of(
                        ErrorCode.INVALID_FIELD, "ce_expirytime must be an RFC 3339 time but is \"tomorrow\""));
    }

    // Robustness

    /** Cut, flipped and spliced records of both modes: always an answer, never an exception. */
    @Test
    void answersWhateverTheBytesAre() {
        SplittableRandom random = new SplittableRandom(20260101L);
        int accepted = 0;
        List<Example> examples = Example.all("job");
        for (int i = 0; i < 20_000; i++) {
            Example example = examples.get(random.nextInt(examples.size()));
            byte[] value = example.valueBytes();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(4) == 0) {
                value = java.util.Arrays.copyOf(value, random.nextInt(value.length));
            }
            DecodedJob decoded = codec.decode(example.headerBytes(), value);
            accepted += decoded instanceof DecodedJob.Accepted ? 1 : 0;
        }
        // Some flips only change a pixel: were it none, the sweep would show nothing.
        assertThat(accepted).isBetween(100, 15_000);
    }

    private static byte[] job(String more) {
        return json("{'model': {'name': 'scenes'}, 'mask': {'inline': 'AQID'}" + more + "}");
    }

    private static byte[] withPayloads(int mask, int instances) {
        return json("{'model': {'name': 'scenes'}, 'mask': {'inline': '" + base64(mask)
                + "'}, 'instances': {'inline': '" + base64(instances) + "'}}");
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static String repeat(String json, int times) {
        return String.join(",", java.util.Collections.nCopies(times, json));
    }

    private static byte[] json(String singleQuoted) {
        return singleQuoted.replace('\'', '"').getBytes(UTF_8);
    }

    private static Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new HashMap<>();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", "coast-1");
        put(headers, "ce_source", "/test");
        put(headers, "ce_type", "org.limner.render.job.v1");
        put(headers, "content-type", "application/json");
        return headers;
    }

    private static void put(Map<String, byte[]> headers, String name, String value) {
        headers.put(name, value.getBytes(UTF_8));
    }

    private Optional<String> traceparent(Map<String, byte[]> headers) {
        return ((DecodedJob.Accepted) codec.decode(headers, job(""))).job().traceparent();
    }

    private RenderJob accepted(byte[] data) {
        DecodedJob decoded = codec.decode(headers(), data);
        assertThat(decoded).isInstanceOf(DecodedJob.Accepted.class);
        return ((DecodedJob.Accepted) decoded).job();
    }

    private DecodedJob.Broken broken(byte[] data) {
        DecodedJob decoded = codec.decode(headers(), data);
        assertThat(decoded).isInstanceOf(DecodedJob.Broken.class);
        DecodedJob.Broken broken = (DecodedJob.Broken) decoded;
        assertThat(broken.id()).hasToString("coast-1");
        return broken;
    }
}
