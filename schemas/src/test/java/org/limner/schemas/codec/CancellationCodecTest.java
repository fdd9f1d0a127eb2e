package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.limner.schemas.job.Cancellation;
import org.limner.schemas.job.JobId;

/** What could go wrong: a record that cancels another job than it says, or one that nobody meant as a cancellation. */
class CancellationCodecTest {
    private final CancellationCodec codec = new CancellationCodec();

    @Test
    void comesBackAsItWent() {
        for (Cancellation cancellation : new Cancellation[] {
            new Cancellation(new JobId("a:1"), Optional.empty()),
            new Cancellation(new JobId("b"), Optional.of("too late \u2013 sorry"))
        }) {
            EncodedRecord record = codec.encode(cancellation, "test");
            assertThat(record.key()).isEqualTo(cancellation.job().value());
            assertThat(codec.decode(bytes(record.headers()), record.value())).isEqualTo(cancellation);
        }
    }

    @Test
    void anythingElseIsRefused() {
        Map<String, byte[]> headers = bytes(codec.encode(new Cancellation(new JobId("a"), Optional.empty()), "test")
                .headers());
        for (String data :
                new String[] {"", "{}", "{\"job\":1}", "{\"job\":\"a b\"}", "{\"job\":\"a\",\"reason\":1}"}) {
            assertThatThrownBy(() -> codec.decode(headers, data.getBytes(UTF_8)))
                    .as(data)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.decode(Map.of(), "{\"job\":\"a\"}".getBytes(UTF_8)))
                .hasMessageContaining("not a cancellation");
    }

    private static Map<String, byte[]> bytes(Map<String, String> headers) {
        Map<String, byte[]> bytes = new HashMap<>();
        headers.forEach((name, value) -> bytes.put(name, value.getBytes(UTF_8)));
        return bytes;
    }
}
