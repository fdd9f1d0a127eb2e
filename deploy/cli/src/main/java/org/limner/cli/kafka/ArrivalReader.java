package org.limner.cli.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.limner.cli.kafka.Arrival.Envelope;
import org.limner.cli.kafka.JobPublisher.Position;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.JobId;
import org.limner.schemas.result.RenderResult;

/** Reads committed results and dead letters from every partition, without a consumer group. Owns a consumer. */
public final class ArrivalReader implements AutoCloseable {
    private final KafkaOptions kafka;
    private final KafkaConsumer<String, byte[]> consumer;
    private final ResultCodec codec = new ResultCodec();

    private ArrivalReader(KafkaOptions kafka, Collection<String> topics) {
        this.kafka = kafka;
        Map<String, Object> config = kafka.clientProperties();
        // A result counts once its transaction is committed; an aborted one was rendered in vain.
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
    }

    /**
     * Reads what comes after now: the positions are fixed when this returns, so a job published next is answered behind
     * them.
     */
    public static ArrivalReader fromNow(KafkaOptions kafka, Collection<String> topics) {
        ArrivalReader reader = new ArrivalReader(kafka, topics);
        reader.consumer.seekToEnd(Set.of());
        reader.consumer.assignment().forEach(reader.consumer::position); // seeking alone is put off until the next poll
        return reader;
    }

    /** Reads everything the topics still hold, then what comes. */
    public static ArrivalReader fromBeginning(KafkaOptions kafka, Collection<String> topics) {
        ArrivalReader reader = new ArrivalReader(kafka, topics);
        reader.consumer.seekToBeginning(Set.of());
        return reader;
    }

    /** What arrived; waits up to {@code patience} for the first. In order within a partition only. */
    public List<Arrival> poll(Duration patience) {
        List<Arrival> arrivals = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
            arrivals.add(read(record));
        }
        return arrivals;
    }

    /** Everything between where the reader is and where its topics end now. */
    public List<Arrival> rest() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        List<Arrival> arrivals = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            arrivals.addAll(poll(Duration.ofMillis(200)));
        }
        return arrivals;
    }

    /** The results of {@code jobs} in the order they came; those that did not come within {@code limit} are missing. */
    public Map<JobId, RenderResult> await(Set<JobId> jobs, Duration limit) {
        Map<JobId, RenderResult> results = new LinkedHashMap<>();
        long start = System.nanoTime();
        while (results.size() < jobs.size() && System.nanoTime() - start < limit.toNanos()) {
            for (Arrival arrival : poll(Duration.ofMillis(200))) {
                if (arrival instanceof Arrival.Result answer
                        && jobs.contains(answer.result().job())) {
                    results.putIfAbsent(answer.result().job(), answer.result());
                }
            }
        }
        return results;
    }

    private Arrival read(ConsumerRecord<String, byte[]> record) {
        Map<String, byte[]> raw = new HashMap<>();
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                raw.put(header.key(), header.value());
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        Envelope envelope = new Envelope(
                new Position(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                record.key() == null ? "" : record.key(),
                headers,
                record.value() == null ? new byte[0] : record.value());
        if (record.topic().equals(kafka.deadLetterTopic())) {
            return new Arrival.DeadLetter(envelope);
        }
        try {
            return new Arrival.Result(envelope, codec.decode(raw, envelope.value()));
        } catch (IllegalArgumentException e) {
            return new Arrival.Unreadable(envelope, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
