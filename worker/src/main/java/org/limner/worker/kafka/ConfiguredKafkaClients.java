package org.limner.worker.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Kafka's own clients with the worker's properties. */
public final class ConfiguredKafkaClients implements KafkaClients {
    private final ClientProperties properties;

    public ConfiguredKafkaClients(ClientProperties properties) {
        this.properties = properties;
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(properties.consumer());
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(properties.reader());
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(properties.producer());
    }

    @Override
    public TopicDescriptions topics() {
        return new AdminTopicDescriptions(Admin.create(properties.admin()));
    }
}
