package org.limner.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.limner.schemas.codec.DeadLetterHeaders;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.worker.batch.Outcome;
import org.limner.worker.batch.Outcome.Answered;
import org.limner.worker.batch.Outcome.DeadLetter;

/**
 * An outcome and the record that says it.
 *
 * @param record on its way to the results or the dead-letter topic
 */
record PublishableOutcome(Outcome outcome, ProducerRecord<byte[], byte[]> record) {

    /** @param job the record that {@code outcome} is about */
    static PublishableOutcome of(Outcome outcome, ConsumerRecord<byte[], byte[]> job, TopicNames topics) {
        return new PublishableOutcome(
                outcome,
                outcome instanceof DeadLetter dead
                        ? deadLetter(dead, job, topics.deadLetters())
                        : result(((Answered) outcome).record(), topics.results()));
    }

    private static ProducerRecord<byte[], byte[]> result(EncodedRecord encoded, String topic) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, encoded.key().getBytes(StandardCharsets.UTF_8), encoded.value());
        encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** Key, value and headers as they came, and headers that say why and where from. */
    private static ProducerRecord<byte[], byte[]> deadLetter(
            DeadLetter dead, ConsumerRecord<byte[], byte[]> job, String topic) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, job.key(), job.value());
        for (Header header : job.headers()) {
            record.headers().add(header);
        }
        Map<String, String> why = Map.of(
                DeadLetterHeaders.REASON, dead.reason().name(),
                DeadLetterHeaders.DETAIL, dead.detail(),
                DeadLetterHeaders.TOPIC, job.topic(),
                DeadLetterHeaders.PARTITION, String.valueOf(job.partition()),
                DeadLetterHeaders.OFFSET, String.valueOf(job.offset()));
        why.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
