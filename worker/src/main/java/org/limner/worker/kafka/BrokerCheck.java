package org.limner.worker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;

/** Says what is missing at the broker's side. */
final class BrokerCheck {
    private final String bootstrapServers;
    private final Duration timeout;

    /** @param timeout how long one question waits for its answer */
    BrokerCheck(String bootstrapServers, Duration timeout) {
        this.bootstrapServers = bootstrapServers;
        this.timeout = timeout;
    }

    /** Whether the broker answers and has all topics; empty when it does, else the reason. */
    Optional<String> missing(Consumer<?, ?> consumer, TopicNames topics) {
        List<String> missing = new ArrayList<>();
        for (String topic : topics.all()) {
            try {
                List<PartitionInfo> partitions = consumer.partitionsFor(topic, timeout);
                if (partitions == null || partitions.isEmpty()) {
                    missing.add(topic);
                }
            } catch (TimeoutException e) {
                return Optional.of("no answer from " + bootstrapServers + " within " + timeout.toMillis() + " ms");
            } catch (KafkaException e) {
                return Optional.of("topic " + topic + ": " + e.getMessage());
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("missing at " + bootstrapServers + ": topic " + String.join(", topic ", missing)
                        + "; the worker creates no topics");
    }

    /** Whether a consumer has lost its connection to every broker, by its own metric; false when it has no metrics. */
    boolean disconnected(Consumer<?, ?> consumer) {
        for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
            if (metric.getKey().name().equals("connection-count")
                    && metric.getKey().group().equals("consumer-metrics")) {
                return metric.getValue().metricValue() instanceof Number connections && connections.doubleValue() == 0;
            }
        }
        return false;
    }
}
