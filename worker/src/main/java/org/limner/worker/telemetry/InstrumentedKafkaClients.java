package org.limner.worker.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.limner.worker.kafka.KafkaClients;
import org.limner.worker.kafka.TopicDescriptions;

/** Shows the numbers of the clients it makes; those of a client that was replaced go with it. */
public final class InstrumentedKafkaClients implements KafkaClients {
    private final KafkaClients clients;
    private final MeterRegistry registry;
    private @Nullable KafkaClientMetrics consumerMetrics;
    private @Nullable KafkaClientMetrics producerMetrics;

    private InstrumentedKafkaClients(KafkaClients clients, MeterRegistry registry) {
        this.clients = clients;
        this.registry = registry;
    }

    public static KafkaClients wrap(KafkaClients clients, MeterRegistry registry) {
        return new InstrumentedKafkaClients(clients, registry);
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
        Consumer<byte[], byte[]> consumer = clients.consumer();
        consumerMetrics = bound(consumerMetrics, new KafkaClientMetrics(consumer));
        return consumer;
    }

    /** Its own numbers would only blur those of the consumer that takes jobs. */
    @Override
    public Consumer<byte[], byte[]> reader() {
        return clients.reader();
    }

    @Override
    public TopicDescriptions topics() {
        return clients.topics();
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> producer = clients.producer();
        producerMetrics = bound(producerMetrics, new KafkaClientMetrics(producer));
        return producer;
    }

    private KafkaClientMetrics bound(@Nullable KafkaClientMetrics before, KafkaClientMetrics metrics) {
        if (before != null) {
            before.close();
        }
        metrics.bindTo(registry);
        return metrics;
    }
}
