package org.limner.chaos.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.limner.chaos.audit.Arrival.Answer;
import org.limner.chaos.audit.Arrival.Content;
import org.limner.chaos.audit.Arrival.Letter;
import org.limner.schemas.codec.DeadLetterHeaders;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.codec.Topics;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;

/** Reads committed results and dead letters from the beginning, without a group. Not thread-safe. */
public final class ArrivalReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than a worker's transaction timeout, and the broker's look at it every 10 s. */
    private static final Duration OPEN_TRANSACTION_LIMIT = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ResultCodec codec = new ResultCodec();

    public ArrivalReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(Topics.RESULTS, Topics.DEAD_LETTER)) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** What came since the last call; waits a moment for it. */
    public List<Arrival> poll() {
        List<Arrival> arrivals = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            arrivals.add(new Arrival(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                    content(record)));
        }
        return arrivals;
    }

    /**
     * Everything that is there now. Waits until transactions that are still open have ended, one way or the other: behind
     * them there may be more. Throws {@link IllegalStateException} when they do not.
     */
    public List<Arrival> readToTheEnd() {
        Map<TopicPartition, Long> ends;
        Map<String, Object> everything = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> any =
                new KafkaConsumer<>(everything, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            ends = any.endOffsets(consumer.assignment());
        }
        List<Arrival> arrivals = new ArrayList<>();
        long last = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            List<Arrival> more = poll();
            if (!more.isEmpty()) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > OPEN_TRANSACTION_LIMIT.toNanos()) {
                throw new IllegalStateException("a transaction has been open for more than "
                        + OPEN_TRANSACTION_LIMIT.toSeconds() + " s; what is behind it cannot be read");
            }
            arrivals.addAll(more);
        }
        return arrivals;
    }

    private Content content(ConsumerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), header.value());
            }
        }
        if (record.topic().equals(Topics.DEAD_LETTER)) {
            byte[] reason = headers.getOrDefault(DeadLetterHeaders.REASON, new byte[0]);
            return new Letter(new String(reason, StandardCharsets.UTF_8));
        }
        try {
            RenderResult result = codec.decode(headers, record.value());
            return new Answer(
                    result.status(),
                    result.error().map(JobError::code),
                    result.images().stream().map(ArrivalReader::digest).toList());
        } catch (RuntimeException e) {
            return new Letter("an unreadable result: " + e.getMessage());
        }
    }

    /** Of the bytes, not what the result says about them. */
    private static String digest(RenderedImage image) {
        if (image.data() instanceof Payload.Inline inline) {
            String digest = Digests.sha256(inline.bytes());
            return digest.equals(image.sha256()) ? digest : "not the " + image.sha256() + " that the result says";
        }
        return image.sha256();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
