package org.limner.worker.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.limner.worker.config.KafkaConfig;

/**
 * The topics a worker reads and writes; it creates none of them.
 *
 * @param lanes   where jobs are published, each topic with how urgent its jobs are
 * @param retries the shortest delay first
 */
public record TopicNames(
        Map<String, Lane> lanes,
        List<RetryTopic> retries,
        String results,
        String deadLetters,
        String seen,
        String cancellations) {
    public TopicNames {
        lanes = Collections.unmodifiableMap(new LinkedHashMap<>(lanes)); // keeps the order, for messages
        retries = List.copyOf(retries);
    }

    public static TopicNames of(KafkaConfig config) {
        Map<String, Lane> lanes = new LinkedHashMap<>();
        lanes.put(config.jobsTopic(), Lane.NORMAL);
        lanes.put(config.highJobsTopic(), Lane.HIGH);
        lanes.put(config.lowJobsTopic(), Lane.LOW);
        return new TopicNames(
                lanes,
                Stream.of(config.retryTopics().split(",")).map(RetryTopic::of).toList(),
                config.resultsTopic(),
                config.deadLetterTopic(),
                config.seenTopic(),
                config.cancellationsTopic());
    }

    /** What the consumer group shares among its members: everything that holds jobs. */
    List<String> sources() {
        List<String> sources = new ArrayList<>(lanes.keySet());
        retries.forEach(retry -> sources.add(retry.name()));
        return sources;
    }

    /** Topics that must have as many partitions as each other. */
    List<String> copartitioned() {
        List<String> topics = new ArrayList<>(sources());
        topics.add(seen);
        return topics;
    }

    List<String> all() {
        List<String> all = new ArrayList<>(copartitioned());
        all.addAll(List.of(results, deadLetters, cancellations));
        return all;
    }

    /** A job that is tried again is as urgent as most. */
    Lane lane(String topic) {
        return lanes.getOrDefault(topic, Lane.NORMAL);
    }

    Optional<RetryTopic> retry(String topic) {
        return retries.stream().filter(retry -> retry.name().equals(topic)).findFirst();
    }

    /** Where a job goes that was tried {@code tries} times in vain; empty when that was the last time. */
    Optional<RetryTopic> retryAfter(int tries) {
        return tries <= retries.size() ? Optional.of(retries.get(tries - 1)) : Optional.empty();
    }
}
