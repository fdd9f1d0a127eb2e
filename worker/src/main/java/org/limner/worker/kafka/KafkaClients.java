package org.limner.worker.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the clients of one worker. A client that failed is closed by its user and another one made. */
public interface KafkaClients {
    /** Not yet subscribed. Throws {@link org.apache.kafka.common.KafkaException}, also when no address resolves. */
    Consumer<byte[], byte[]> consumer();

    /** With the worker's transactional id, not yet initialised. */
    Producer<byte[], byte[]> producer();
}
