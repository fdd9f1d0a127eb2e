package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.limner.broker.RenderTopics;
import org.limner.schemas.codec.CancellationCodec;
import org.limner.schemas.codec.CloudEventHeaders;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.Cancellation;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.RenderResult;

/** Publishes jobs and reads committed results and dead letters, as an ordinary client. */
final class RenderClient implements AutoCloseable {
    /** The broker in the test's process and the clients say a lot at INFO. Held, or the level is forgotten with them. */
    private static final List<Logger> QUIET = Stream.of("kafka", "org.apache.kafka", "state.change.logger")
            .map(Logger::getLogger)
            .toList();

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final JobCodec jobs = new JobCodec(JobLimits.DEFAULT);
    private final ResultCodec resultCodec = new ResultCodec();
    private final List<RenderResult> results = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();

    RenderClient(String bootstrapServers) {
        this(bootstrapServers, Map.of(), Map.of());
    }

    /** With more properties for who publishes jobs and for who reads results. */
    RenderClient(String bootstrapServers, Map<String, Object> submitter, Map<String, Object> reader) {
        this.bootstrapServers = bootstrapServers;
        Map<String, Object> writing = new HashMap<>(submitter);
        writing.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> reading = new HashMap<>(reader);
        reading.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        reading.put(ConsumerConfig.GROUP_ID_CONFIG, "results-" + System.nanoTime());
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(RenderTopics.RESULTS, RenderTopics.DEAD_LETTER));
    }

    void submit(RenderJob job) {
        EncodedRecord record = jobs.encode(job, "test");
        submit(record.key(), record.headers(), record.value());
    }

    /** Publishes anything at all. */
    void submit(String key, Map<String, String> headers, byte[] value) {
        publish(RenderTopics.JOBS, key, headers, value);
    }

    void cancel(String job, String reason) {
        EncodedRecord record =
                new CancellationCodec().encode(new Cancellation(new JobId(job), Optional.of(reason)), "test");
        publish(RenderTopics.CANCELLATIONS, record.key(), record.headers(), record.value());
    }

    /** A job without a mask, for {@link LoopProgram}, which does what its id says. */
    void submitBare(String topic, String id, String data) {
        Map<String, String> headers = Map.of(
                CloudEventHeaders.SPEC_VERSION,
                CloudEventHeaders.SPEC_VERSION_1_0,
                CloudEventHeaders.ID,
                id,
                CloudEventHeaders.SOURCE,
                "test",
                CloudEventHeaders.TYPE,
                CloudEventHeaders.JOB_TYPE);
        publish(topic, id, headers, data.getBytes(StandardCharsets.UTF_8));
    }

    private void publish(String topic, String key, Map<String, String> headers, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads until {@code enough} of this client holds. */
    void readUntil(Duration limit, Predicate<RenderClient> enough) {
        long end = System.nanoTime() + limit.toNanos();
        while (!enough.test(this)) {
            assertThat(System.nanoTime())
                    .as(
                            "enough before %s were over; %d results, %d dead letters",
                            limit, results.size(), deadLetters.size())
                    .isLessThan(end);
            readFor(Duration.ofMillis(100));
        }
    }

    /** Reads what comes within {@code duration}. */
    void readFor(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        do {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (record.topic().equals(RenderTopics.RESULTS)) {
                    results.add(resultCodec.decode(headers(record), record.value()));
                } else {
                    deadLetters.add(record);
                }
            }
        } while (System.nanoTime() < end);
    }

    /** How often each job was answered. */
    Map<String, Integer> answers() {
        Map<String, Integer> answers = new TreeMap<>();
        results.forEach(result -> answers.merge(result.job().value(), 1, Integer::sum));
        return answers;
    }

    RenderResult answer(String job) {
        return results.stream()
                .filter(result -> result.job().value().equals(job))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no result of " + job + " among " + answers()));
    }

    /** Every result read so far, duplicates too. */
    List<RenderResult> results() {
        return results;
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return deadLetters;
    }

    /** Sum of the offsets the workers' group has committed: the jobs that are done. */
    long committedJobs() {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            return admin
                    .listConsumerGroupOffsets("limner-workers")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().topic().equals(RenderTopics.JOBS))
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, byte[]> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value());
        }
        return headers;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
