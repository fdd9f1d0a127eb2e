package org.limner.worker.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.limner.worker.config.GroupProtocol;
import org.limner.worker.config.KafkaConfig;

/** What the worker's clients are told, and why. */
public final class ClientProperties {
    /** Records of one poll, at most: what a poll may take beyond a partition's and the worker's limits. */
    static final int MAX_POLL_RECORDS = 16;

    /** A dead letter is a job record, up to 1 MiB, and its headers; a result has at most 1 MiB. */
    static final int MAX_REQUEST_BYTES = 2 << 20;

    private final KafkaConfig config;
    private final String workerId;
    private final Map<String, Object> security;

    /** Throws {@link IllegalArgumentException} for security settings that lack something. */
    public ClientProperties(KafkaConfig config, String workerId) {
        this.config = config;
        this.workerId = workerId;
        this.security = SecurityProperties.of(config.security());
    }

    /** Stable over restarts, so that a new process ends the transaction its predecessor left open. */
    public String transactionalId() {
        return "limner-worker-" + workerId;
    }

    /** Of the workers' group. */
    public Map<String, Object> consumer() {
        Map<String, Object> properties = reading("consumer");
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        if (config.groupProtocol() == GroupProtocol.CONSUMER) {
            properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
            // Gives a member the same partitions of each topic, like the assignors below.
            properties.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "range");
        } else {
            properties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    List.of(
                            config.groupProtocol() == GroupProtocol.CLASSIC
                                    ? LaneAssignor.class
                                    : RangeAssignor.class));
            properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(config.sessionTimeout()));
            properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(config.heartbeatInterval()));
        }
        return properties;
    }

    /** Of no group. */
    public Map<String, Object> reader() {
        Map<String, Object> properties = reading("reader");
        // Some 100 bytes each, and a day of them is read before a partition's first job.
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        return properties;
    }

    public Map<String, Object> admin() {
        Map<String, Object> properties = common("admin");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(config.requestTimeout()));
        return properties;
    }

    private Map<String, Object> reading(String client) {
        Map<String, Object> properties = common(client);
        // Bytes: a broken message is an outcome like any other, not an error of the client.
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Jobs that were published before the first worker existed count.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(config.requestTimeout()));
        return properties;
    }

    public Map<String, Object> producer() {
        Map<String, Object> properties = common("producer");
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId());
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(config.transactionTimeout()));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        // How long a call of the producer holds the poll thread up when the broker does not answer.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(config.requestTimeout()));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(config.requestTimeout()));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return properties;
    }

    private Map<String, Object> common(String client) {
        Map<String, Object> properties = new HashMap<>(security);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "limner-" + workerId + "-" + client);
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(config.requestTimeout()));
        return properties;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
