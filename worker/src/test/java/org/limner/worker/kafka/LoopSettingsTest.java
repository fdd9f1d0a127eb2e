package org.limner.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What could go wrong: a result that no producer sends holds its partition up for ever. */
class LoopSettingsTest {
    @Test
    void aResultFitsIntoARequestWithItsHeaders() {
        assertThat(settings((2 << 20) - (64 << 10)).reservedResultBytes()).isEqualTo(2031616);
        assertThatThrownBy(() -> settings((2 << 20) - (64 << 10) + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limner.limits.result-size is 2031617 but a worker publishes records of 2097152 bytes at"
                        + " most, 65536 of them for headers");
    }

    private static LoopSettings settings(int resultBytes) {
        Duration any = Duration.ofSeconds(1);
        return new LoopSettings(
                new TopicNames(Map.of("jobs", Lane.NORMAL), List.of(), "results", "dead", "seen", "cancelled"),
                "here:1",
                any,
                any,
                any,
                256,
                1 << 20,
                resultBytes,
                new LoopSettings.Memory(any, 1, any, 1));
    }
}
