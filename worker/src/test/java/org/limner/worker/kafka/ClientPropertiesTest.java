package org.limner.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.limner.worker.config.KafkaConfig;

/** What could go wrong: a client's own default loses jobs, shows uncommitted results, or keeps a partition for minutes. */
class ClientPropertiesTest {
    @Test
    void consumerReadsCommittedJobsFromTheBeginningAndCommitsNothingByItself() {
        Map<String, Object> consumer = properties(Map.of()).consumer();

        assertThat(consumer)
                .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
                .containsEntry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false)
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000)
                .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000)
                .containsEntry(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(LaneAssignor.class));
        new ConsumerConfig(consumer); // Kafka's own check
    }

    @Test
    void consumerProtocolLeavesTimeoutsAndAssignmentToTheBroker() {
        Map<String, Object> consumer =
                properties(Map.of("limner.kafka.group-protocol", "consumer")).consumer();

        assertThat(consumer)
                .containsEntry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer")
                .doesNotContainKeys(
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        new ConsumerConfig(consumer);
    }

    @Test
    void producerHasAStableTransactionalIdAndShortTimeouts() {
        Map<String, Object> producer = properties(Map.of()).producer();

        assertThat(producer)
                .containsEntry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "limner-worker-pod-3")
                .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000)
                .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
        new ProducerConfig(producer);
    }

    private static ClientProperties properties(Map<String, String> values) {
        KafkaConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(KafkaConfig.class)
                .build()
                .getConfigMapping(KafkaConfig.class);
        return new ClientProperties(config, "pod-3");
    }
}
