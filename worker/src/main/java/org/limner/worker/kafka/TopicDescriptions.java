package org.limner.worker.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What a broker says of its topics. Throws {@link org.apache.kafka.common.KafkaException} when it does not answer. */
public interface TopicDescriptions extends AutoCloseable {
    /** A topic's settings by name, defaults included; empty when this worker may not see them. */
    Optional<Map<String, String>> settings(String topic);

    /** Where each partition ends, with records of transactions that are still open. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions);

    @Override
    void close();
}
