package org.limner.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What could go wrong: a limit that lets a job in and its dead letter not out; a check that needs rights nobody gave. */
class TopicLimitsTest {
    private static final TopicNames TOPICS = new TopicNames(
            Map.of("jobs", Lane.NORMAL), List.of(RetryTopic.of("retry.5s")), "results", "dead", "seen", "cancelled");

    private final Map<String, Map<String, String>> settings = new HashMap<>();

    TopicLimitsTest() {
        settings.put("jobs", settings(1 << 20, "uncompressed"));
        settings.put("retry.5s", settings(2 << 20, "uncompressed"));
        settings.put("results", settings(2 << 20, "producer"));
        settings.put("dead", settings(2 << 20, "producer"));
        settings.put("cancelled", settings(1 << 20, "uncompressed"));
    }

    @Test
    void findsNothingWrongWithTheContractsTopics() {
        assertThat(wrong()).isEmpty();
    }

    @Test
    void namesEverythingThatIsWrong() {
        settings.put("jobs", settings(1 << 20, "zstd"));
        settings.put("dead", settings(1 << 20, "producer"));
        settings.put("results", settings(1 << 20, "producer"));

        assertThat(wrong())
                .hasValue("topic jobs has compression.type zstd but needs uncompressed"
                        + "; topic results has max.message.bytes 1048576 but needs 1114112"
                        + "; topic dead has max.message.bytes 1048576 but needs 1114112");
    }

    @Test
    void jobsAreNotLargerThanWhatAWorkerPublishes() {
        settings.put("jobs", settings(2 << 20, "uncompressed"));

        assertThat(wrong().orElseThrow())
                .startsWith("topic jobs has max.message.bytes 2097152 but a worker publishes records of 2097152 bytes");
    }

    @Test
    void whatMayNotBeSeenIsNotHeldAgainstTheBroker() {
        settings.clear();

        assertThat(wrong()).isEmpty();
    }

    @Test
    void warnsWhenTheBrokerForgetsSeenJobsBeforeTheWorkersDo() {
        settings.put("seen", Map.of("cleanup.policy", "compact,delete", "retention.ms", "3600000"));

        assertThat(limits().shortMemory(descriptions()))
                .hasValue("topic seen has retention.ms 3600000 but limner.kafka.seen-window is 86400000 ms: jobs that"
                        + " are published again later than that may be rendered again");
        assertThat(wrong()).isEmpty();
        settings.put("seen", Map.of("cleanup.policy", "compact,delete", "retention.ms", "86400000"));
        assertThat(limits().shortMemory(descriptions())).isEmpty();
        settings.put("seen", Map.of("cleanup.policy", "compact", "retention.ms", "3600000"));
        assertThat(limits().shortMemory(descriptions())).isEmpty();
    }

    private Optional<String> wrong() {
        return limits().wrong(descriptions());
    }

    private static TopicLimits limits() {
        return new TopicLimits(TOPICS, 1 << 20, Duration.ofHours(24));
    }

    private TopicDescriptions descriptions() {
        return new TopicDescriptions() {
            @Override
            public Optional<Map<String, String>> settings(String topic) {
                return Optional.ofNullable(settings.get(topic));
            }

            @Override
            public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
                return Map.of();
            }

            @Override
            public void close() {}
        };
    }

    private static Map<String, String> settings(int maxBytes, String compression) {
        return Map.of("max.message.bytes", String.valueOf(maxBytes), "compression.type", compression);
    }
}
