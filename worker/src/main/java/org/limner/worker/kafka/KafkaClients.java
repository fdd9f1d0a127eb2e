package org.limner.worker.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes the clients of one worker. A client that failed is closed by its user and another one made. All of them throw
 * {@link org.apache.kafka.common.KafkaException}, also when no address resolves.
 */
public interface KafkaClients {
    /** Of the workers' group, not yet subscribed. */
    Consumer<byte[], byte[]> consumer();

    /** Of no group, not yet assigned: for topics that every worker reads for itself. */
    Consumer<byte[], byte[]> reader();

    /** With the worker's transactional id, not yet initialised. */
    Producer<byte[], byte[]> producer();

    TopicDescriptions topics();
}
