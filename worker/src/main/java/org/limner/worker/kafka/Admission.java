package org.limner.worker.kafka;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.limner.worker.batch.Arrival;
import org.limner.worker.batch.Outcome;

/**
 * A record that was taken from its partition, on its way through the pipeline. It belongs to one assignment of the
 * partition: when that ends, nobody wants its outcome, since the next owner reads the record again.
 */
final class Admission implements Arrival {
    private final ConsumerRecord<byte[], byte[]> record;
    private final AssignedPartition assignment;
    private final BiConsumer<Admission, Outcome> outcomes;

    /** @param outcomes takes the outcome, from any thread */
    Admission(
            ConsumerRecord<byte[], byte[]> record,
            AssignedPartition assignment,
            BiConsumer<Admission, Outcome> outcomes) {
        this.record = record;
        this.assignment = assignment;
        this.outcomes = outcomes;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    AssignedPartition assignment() {
        return assignment;
    }

    TopicPartition partition() {
        return assignment.partition();
    }

    @Override
    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), header.value());
            }
        }
        return headers;
    }

    @Override
    public byte @Nullable [] value() {
        return record.value();
    }

    @Override
    public Instant published() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    @Override
    public boolean abandoned() {
        return assignment.ended();
    }

    @Override
    public void finish(Outcome outcome) {
        outcomes.accept(this, outcome);
    }
}
