package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What could go wrong: the same job published by two programs counts as two, or two jobs count as one. */
class IdentityReaderTest {
    private final IdentityReader reader = new IdentityReader();

    @Test
    void spellingsOfOneValueAreTheSameJob() {
        JobIdentity first = identity("{\"styles\":[{\"seed\":7}],\"tags\":[\"\u00e9\"]}");

        assertThat(identity("{ \"tags\" : [\"\\u00e9\"],\n \"styles\": [ {\"seed\": 7.0e0} ] }"))
                .isEqualTo(first);
        assertThat(structured("{\"tags\":[\"\u00e9\"],\"styles\":[{\"seed\":7}]}"))
                .isEqualTo(first);
    }

    @Test
    void digestIsThatOfTheCanonicalForm() {
        assertThat(HexFormat.of().formatHex(identity("{\"b\":2, \"a\":1}").digest()))
                .as("printf '{\"a\":1,\"b\":2}' | sha256sum")
                .isEqualTo("43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777");
    }

    @Test
    void anotherValueIsAnotherJob() {
        assertThat(identity("{\"styles\":[{\"seed\":8}]}")).isNotEqualTo(identity("{\"styles\":[{\"seed\":7}]}"));
    }

    /** Broken jobs end FAILED, once each, so they have duplicates like any other. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"a\":NaN}", "{\"a\":1,\"a\":2}", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "{} {}"
            })
    void whatIsNoJsonIsComparedByItsBytes(String data) {
        assertThat(identity(data)).isEqualTo(identity(data)).isNotEqualTo(identity(data + " "));
    }

    @Test
    void whatIsNoJobHasNoIdentity() {
        assertThat(reader.read(Map.of(), "hello".getBytes(UTF_8))).isEmpty();
        assertThat(reader.read(headers("a b"), "{}".getBytes(UTF_8))).isEmpty();
        assertThat(reader.read(headers("a"), null)).isEmpty();
    }

    private JobIdentity identity(String data) {
        Optional<JobIdentity> identity = reader.read(headers("job-1"), data.getBytes(UTF_8));
        assertThat(identity.orElseThrow().id().value()).isEqualTo("job-1");
        return identity.get();
    }

    private JobIdentity structured(String data) {
        String event = "{\"specversion\":\"1.0\",\"id\":\"job-1\",\"source\":\"test\",\"type\":\""
                + CloudEventHeaders.JOB_TYPE + "\",\"data\":" + data + "}";
        return reader.read(
                        Map.of(CloudEventHeaders.CONTENT_TYPE, CloudEventHeaders.STRUCTURED_JSON.getBytes(UTF_8)),
                        event.getBytes(UTF_8))
                .orElseThrow();
    }

    private static Map<String, byte[]> headers(String id) {
        Map<String, byte[]> headers = new HashMap<>();
        headers.put(CloudEventHeaders.SPEC_VERSION, "1.0".getBytes(UTF_8));
        headers.put(CloudEventHeaders.ID, id.getBytes(UTF_8));
        headers.put(CloudEventHeaders.SOURCE, "test".getBytes(UTF_8));
        headers.put(CloudEventHeaders.TYPE, CloudEventHeaders.JOB_TYPE.getBytes(UTF_8));
        return headers;
    }
}
