package org.limner.worker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;

/** Says what is missing or wrong at the broker's side. */
final class BrokerCheck {
    private final String bootstrapServers;
    private final Duration timeout;
    private final TopicNames topics;
    private final TopicLimits limits;

    BrokerCheck(LoopSettings settings) {
        this.bootstrapServers = settings.bootstrapServers();
        this.timeout = settings.requestTimeout();
        this.topics = settings.topics();
        this.limits = new TopicLimits(
                topics, settings.reservedResultBytes(), settings.memory().seenWindow());
    }

    /** Whether the broker answers and has all topics as they must be; empty when it does, else the reason. */
    Optional<String> wrong(Consumer<?, ?> consumer, KafkaClients clients) {
        Optional<String> wrong = missing(consumer);
        return wrong.isPresent() ? wrong : wrongLimits(clients);
    }

    private Optional<String> wrongLimits(KafkaClients clients) {
        try (TopicDescriptions descriptions = clients.topics()) {
            return limits.wrong(descriptions);
        } catch (KafkaException e) {
            return Optional.of("the topics' settings are not known: " + e.getMessage());
        }
    }

    private Optional<String> missing(Consumer<?, ?> consumer) {
        List<String> missing = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (String topic : topics.all()) {
            try {
                List<PartitionInfo> partitions = consumer.partitionsFor(topic, timeout);
                if (partitions == null || partitions.isEmpty()) {
                    missing.add(topic);
                } else {
                    counts.put(topic, partitions.size());
                }
            } catch (TimeoutException e) {
                return Optional.of("no answer from " + bootstrapServers + " within " + timeout.toMillis() + " ms");
            } catch (KafkaException e) {
                return Optional.of("topic " + topic + ": " + e.getMessage());
            }
        }
        if (!missing.isEmpty()) {
            return Optional.of("missing at " + bootstrapServers + ": topic " + String.join(", topic ", missing)
                    + "; the worker creates no topics");
        }
        counts.keySet().retainAll(topics.copartitioned());
        return Set.copyOf(counts.values()).size() == 1
                ? Optional.empty()
                : Optional.of("topics with jobs must have as many partitions as each other and as " + topics.seen()
                        + " but have " + counts);
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
