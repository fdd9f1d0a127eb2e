package org.limner.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.limner.chaos.job.PlannedRecord;

/** Publishes records in bursts of random size with random rests between them, on a thread of its own. */
final class Publisher implements AutoCloseable {
    private static final int LARGEST_BURST = 20;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final List<PlannedRecord> records;
    private final Duration time;
    private final Random random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::publish, "publish");
    private volatile @Nullable Exception failure;

    /**
     * Begins at once.
     *
     * @param time that it takes, about
     */
    Publisher(String bootstrapServers, List<PlannedRecord> records, Duration time, long seed) {
        this.records = records;
        this.time = time;
        this.random = new Random(seed);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        // The broker goes away on purpose, on a machine that may have other work.
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        900_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        900_000L),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether all of it is at the broker; throws when some of it will never be. */
    boolean done() {
        Exception failed = failure;
        if (failed != null) {
            throw new IllegalStateException("a job could not be published", failed);
        }
        return !thread.isAlive();
    }

    private void publish() {
        double nanosPerRecord = time.toNanos() / (double) records.size();
        int next = 0;
        try {
            while (next < records.size()) {
                int burst = Math.min(1 + random.nextInt(LARGEST_BURST), records.size() - next);
                for (PlannedRecord record : records.subList(next, next + burst)) {
                    send(record);
                }
                next += burst;
                TimeUnit.NANOSECONDS.sleep((long) (2 * random.nextDouble() * burst * nanosPerRecord));
            }
            producer.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void send(PlannedRecord planned) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(planned.topic(), planned.key().getBytes(StandardCharsets.UTF_8), planned.value());
        planned.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record, (metadata, failed) -> {
            if (failed != null) {
                failure = failed;
            }
        });
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(CLOSE_LIMIT);
    }
}
