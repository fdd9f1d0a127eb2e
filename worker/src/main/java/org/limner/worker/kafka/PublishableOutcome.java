package org.limner.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.limner.schemas.codec.DeadLetterHeaders;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobIdentity;
import org.limner.schemas.codec.RetryHeaders;
import org.limner.schemas.job.JobId;
import org.limner.worker.batch.Outcome;

/**
 * An outcome and the records that say it.
 *
 * @param claimed the job's id in its partition's {@link SeenJobs}; empty for what has none there
 * @param records to the results, the dead-letter or a retry topic, and to the topic of seen jobs
 */
record PublishableOutcome(Outcome outcome, Optional<JobId> claimed, List<ProducerRecord<byte[], byte[]>> records) {

    /** Characters: exceptions can be of any length, headers of {@link TopicLimits#HEADER_BYTES}. */
    private static final int MAX_FAULT = 2000;

    /** @param admission what {@code outcome} is about */
    static PublishableOutcome of(Outcome outcome, Admission admission, TopicNames topics) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        if (outcome instanceof Outcome.Answered answered) {
            records.add(result(answered.record(), topics.results()));
        } else if (outcome instanceof Outcome.DeadLetter dead) {
            records.add(deadLetter(dead, admission.record(), topics.deadLetters()));
        } else if (outcome instanceof Outcome.Retry retry) {
            records.add(retry(retry, admission, topics));
        }
        if (outcome instanceof Outcome.Answered || outcome instanceof Outcome.Retry) {
            admission
                    .identity()
                    .ifPresent(job -> records.add(new ProducerRecord<>(
                            topics.seen(),
                            admission.partition().partition(),
                            admission.assignment().seen().key(job.id()),
                            job.digest())));
        }
        return new PublishableOutcome(outcome, admission.identity().map(JobIdentity::id), records);
    }

    private static ProducerRecord<byte[], byte[]> result(EncodedRecord encoded, String topic) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, encoded.key().getBytes(StandardCharsets.UTF_8), encoded.value());
        add(encoded.headers(), record.headers());
        return record;
    }

    /** Key, value and headers as they came, and headers that say why and where from. */
    private static ProducerRecord<byte[], byte[]> deadLetter(
            Outcome.DeadLetter dead, ConsumerRecord<byte[], byte[]> job, String topic) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, job.key(), job.value());
        job.headers().forEach(header -> record.headers().add(header));
        add(
                Map.of(
                        DeadLetterHeaders.REASON, dead.reason().name(),
                        DeadLetterHeaders.DETAIL, dead.detail(),
                        DeadLetterHeaders.TOPIC, job.topic(),
                        DeadLetterHeaders.PARTITION, String.valueOf(job.partition()),
                        DeadLetterHeaders.OFFSET, String.valueOf(job.offset())),
                record.headers());
        return record;
    }

    /** Key, value and headers as they came, in the partition of the same number, and headers that say what happened. */
    private static ProducerRecord<byte[], byte[]> retry(Outcome.Retry retry, Admission admission, TopicNames topics) {
        ConsumerRecord<byte[], byte[]> job = admission.record();
        int tries = admission.tries();
        String topic = topics.retryAfter(tries)
                .orElseThrow(() -> new IllegalStateException("no retry comes after " + tries + " tries"))
                .name();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, job.partition(), job.key(), job.value());
        boolean first = admission.assignment().retry().isEmpty();
        Map<String, String> known = new LinkedHashMap<>();
        known.put(RetryHeaders.ATTEMPT, String.valueOf(tries));
        known.put(RetryHeaders.FAULT, shortened(retry.fault()));
        if (first) {
            known.put(RetryHeaders.FIRST_TOPIC, job.topic());
            known.put(RetryHeaders.FIRST_PARTITION, String.valueOf(job.partition()));
            known.put(RetryHeaders.FIRST_OFFSET, String.valueOf(job.offset()));
            known.put(RetryHeaders.FIRST_TIMESTAMP, String.valueOf(job.timestamp()));
        }
        for (Header header : job.headers()) {
            if (!known.containsKey(header.key())) {
                record.headers().add(header);
            }
        }
        add(known, record.headers());
        return record;
    }

    private static String shortened(String fault) {
        return fault.length() <= MAX_FAULT ? fault : fault.substring(0, MAX_FAULT) + "..";
    }

    private static void add(Map<String, String> texts, Headers headers) {
        texts.forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}
