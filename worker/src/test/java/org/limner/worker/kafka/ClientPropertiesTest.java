package org.limner.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.types.Password;
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

    @Test
    void namesAndCertificatesReachBothClientsAndSecretsPrintNowhere() {
        Map<String, String> values = Map.of(
                "limner.kafka.security.protocol", "sasl-ssl",
                "limner.kafka.security.username", "worker",
                "limner.kafka.security.password", "a \"quoted\" secret",
                "limner.kafka.security.truststore", "/etc/limner/kafka.p12",
                "limner.kafka.security.truststore-password", "another secret");

        for (Map<String, Object> client :
                List.of(properties(values).consumer(), properties(values).producer())) {
            assertThat(client)
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("sasl.mechanism", "SCRAM-SHA-256")
                    .containsEntry(
                            "sasl.jaas.config",
                            new Password("org.apache.kafka.common.security.scram.ScramLoginModule required"
                                    + " username=\"worker\" password=\"a \\\"quoted\\\" secret\";"))
                    .containsEntry("ssl.truststore.location", "/etc/limner/kafka.p12")
                    .containsEntry("ssl.truststore.type", "PKCS12");
            assertThat(client.toString()).doesNotContain("secret");
        }
        new ConsumerConfig(properties(values).consumer());
        new ProducerConfig(properties(values).producer());
    }

    @Test
    void securityThatLacksSomethingOrHasNoEffectIsRefusedByKey() {
        assertThatThrownBy(() -> properties(Map.of("limner.kafka.security.protocol", "sasl-ssl")))
                .hasMessage(
                        "limner.kafka.security.username is missing, but limner.kafka.security.protocol is SASL_SSL");
        assertThatThrownBy(() -> properties(Map.of(
                        "limner.kafka.security.username", "worker", "limner.kafka.security.password", "a secret")))
                .hasMessageContaining("limner.kafka.security.username is set but has no effect")
                .hasMessageNotContaining("a secret");
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
