package org.limner.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.job.JobId;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;
import org.limner.worker.batch.Arrival;
import org.limner.worker.batch.Outcome;
import org.limner.worker.kafka.LoopStatus.Phase;

/**
 * The loop's decisions, with Kafka's own mock clients. What could go wrong: an offset committed before its result, a
 * result published without its offset, a job rendered again although only the answer to a commit was lost.
 */
class PollLoopTest {
    private static final TopicNames TOPICS = new TopicNames("jobs", "results", "dead");
    private static final TopicPartition P0 = new TopicPartition("jobs", 0);
    private static final TopicPartition P1 = new TopicPartition("jobs", 1);
    private static final int RESERVED = 1000;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Deque<Consumer<MockProducer<byte[], byte[]>>> faults = new ArrayDeque<>();
    private final List<MockProducer<byte[], byte[]>> producers = Collections.synchronizedList(new ArrayList<>());
    private final List<Admission> admitted = Collections.synchronizedList(new ArrayList<>());
    private final List<Outcome> published = Collections.synchronizedList(new ArrayList<>());
    private final List<String> stopped = Collections.synchronizedList(new ArrayList<>());
    private PollLoop loop = loop(256, 1 << 20);

    @AfterEach
    void end() throws InterruptedException {
        loop.drain(Duration.ZERO);
        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void publishesResultsOnlyTogetherWithOffsetsThatCoverThem() {
        start(P0);
        add(P0, 0, 1, 2);
        await(() -> admitted.size() == 3);

        finish(0);
        finish(2);
        await(() -> commits() == 1);
        assertThat(keys()).containsExactly("job-0");
        assertThat(offsets()).containsExactly(Map.of(P0, 1L));

        finish(1);
        await(() -> commits() == 2);
        assertThat(keys()).containsExactly("job-0", "job-1", "job-2");
        assertThat(offsets()).containsExactly(Map.of(P0, 1L), Map.of(P0, 3L));
        await(() -> loop.jobsInFlight() == 0);
        assertThat(published).hasSize(3);
    }

    @Test
    void outcomesOfARevokedPartitionAreDropped() {
        start(P0, P1);
        add(P0, 0);
        add(P1, 0);
        await(() -> admitted.size() == 2);

        onPoll(() -> consumer.rebalance(List.of(P0)));
        await(() -> admitted.stream().anyMatch(Arrival::abandoned));
        finish(0);
        finish(1);

        await(() -> commits() == 1);
        pause();
        assertThat(offsets()).containsExactly(Map.of(P0, 1L));
        assertThat(keys()).hasSize(1);
    }

    @Test
    void whatWasFinishedBeforeARevocationStillGoesOut() {
        start(P0);
        add(P0, 0, 1);
        await(() -> admitted.size() == 2);
        onPoll(() -> {
            finish(0);
            consumer.rebalance(List.of());
        });

        await(() -> commits() == 1);
        assertThat(keys()).containsExactly("job-0");
        assertThat(admitted.get(1).abandoned()).isTrue();
    }

    @Test
    void aCommitWhoseAnswerWasLostIsNotRepeated() {
        faults.add(producer -> producer.commitTransactionException = new TimeoutException("no answer"));
        start(P0);
        add(P0, 0, 1);
        await(() -> admitted.size() == 2);
        // It had succeeded at the broker.
        onPoll(() -> consumer.commitSync(Map.of(P0, new OffsetAndMetadata(1))));
        pause();
        finish(0);
        await(() -> producers.size() == 2);
        finish(1);

        await(() -> commits() == 1);
        assertThat(producers.get(0).closed()).isTrue();
        assertThat(keys()).as("from the second producer").containsExactly("job-1");
        assertThat(offsets()).containsExactly(Map.of(P0, 2L));
        assertThat(admitted).as("nothing is rendered again").hasSize(2);
        assertThat(published).as("counted once each").hasSize(2);
    }

    @Test
    void aFailedCommitIsPublishedAgainWithoutRendering() {
        faults.add(producer -> producer.sendOffsetsToTransactionException = new TimeoutException("no answer"));
        start(P0);
        add(P0, 0, 1);
        await(() -> admitted.size() == 2);
        finish(0);

        await(() -> commits() == 1);
        assertThat(producers).hasSize(2);
        assertThat(keys()).containsExactly("job-0");
        assertThat(admitted).hasSize(2);
    }

    @Test
    void endsWithTheReasonWhenFencedTwice() throws InterruptedException {
        faults.add(producer -> producer.commitTransactionException = new ProducerFencedException("other"));
        faults.add(producer -> producer.commitTransactionException = new ProducerFencedException("other"));
        start(P0);
        add(P0, 0);
        await(() -> admitted.size() == 1);
        finish(0);

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        await(() -> !stopped.isEmpty());
        assertThat(stopped)
                .singleElement()
                .asString()
                .contains("another process uses the transactional id limner-worker-test: fenced twice within 60 s");
        assertThat(loop.status().phase()).isEqualTo(Phase.STOPPED);
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void waitsForMissingTopicsAndNamesThem() {
        run();
        await(() -> loop.status().detail().contains("missing at here:1: topic jobs, topic results, topic dead"));
        assertThat(loop.status().ready()).isFalse();

        topics();

        await(() -> loop.status().phase() != Phase.CONNECTING);
        assertThat(consumer.subscription()).containsExactly("jobs");
    }

    @Test
    void triesAgainWhenTransactionsCannotBegin() {
        faults.add(producer -> producer.initTransactionException = new TimeoutException("coordinator loading"));
        start(P0);

        await(() -> loop.status().ready());
        assertThat(producers).hasSize(2);
        assertThat(loop.status().detail()).isEqualTo("1 partitions assigned");
    }

    @Test
    void aFullPartitionIsPausedAndPolledOn() {
        loop = loop(20, 1 << 20);
        start(P0, P1);
        add(P0, LongStream.range(0, 5).toArray());
        add(P1, 0);
        await(() -> consumer.paused().equals(Set.of(P0)));

        finish(0);
        finish(1);

        await(() -> commits() > 0 && consumer.paused().isEmpty());
    }

    @Test
    void everythingIsPausedWhenTheBytesAreUsedUp() {
        loop = loop(256, 3 * RESERVED);
        start(P0, P1);
        add(P0, 0, 1, 2);
        await(() -> consumer.paused().equals(Set.of(P0, P1)));
        assertThat(loop.bytesInFlight()).isGreaterThan(3 * RESERVED);

        finish(0);
        finish(1);
        finish(2);

        await(() -> consumer.paused().isEmpty() && loop.bytesInFlight() == 0);
    }

    @Test
    void drainingTakesNoMoreAndEndsWhenWhatWasTakenIsPublished() throws InterruptedException {
        start(P0);
        add(P0, 0);
        await(() -> admitted.size() == 1);

        loop.drain(Duration.ofSeconds(30));
        assertThat(loop.status().phase()).isEqualTo(Phase.DRAINING);
        await(() -> consumer.paused().equals(Set.of(P0)));
        finish(0);

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(keys()).containsExactly("job-0");
        assertThat(stopped).isEmpty();
    }

    @Test
    void drainingLeavesToOthersWhatTakesTooLong() throws InterruptedException {
        start(P0);
        add(P0, 0);
        await(() -> admitted.size() == 1);

        loop.drain(Duration.ofMillis(200));

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(admitted.get(0).abandoned()).isTrue();
        assertThat(commits()).isZero();
    }

    private PollLoop loop(int maxJobs, long maxBytes) {
        LoopSettings settings = new LoopSettings(
                TOPICS,
                "here:1",
                Duration.ofMillis(1),
                Duration.ofMillis(200),
                Duration.ofMillis(20),
                maxJobs,
                maxBytes,
                RESERVED);
        LoopListener listener = new LoopListener() {
            @Override
            public void published(Outcome outcome) {
                published.add(outcome);
            }
        };
        return new PollLoop(
                clients(),
                "limner-worker-test",
                Duration.ofSeconds(10),
                arrival -> admitted.add((Admission) arrival),
                settings,
                listener,
                stopped::add,
                System::nanoTime);
    }

    private KafkaClients clients() {
        return new KafkaClients() {
            @Override
            public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer() {
                return consumer;
            }

            @Override
            public Producer<byte[], byte[]> producer() {
                MockProducer<byte[], byte[]> producer =
                        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
                if (!faults.isEmpty()) {
                    faults.remove().accept(producer);
                }
                producers.add(producer);
                return producer;
            }
        };
    }

    private void start(TopicPartition... assigned) {
        topics();
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        for (TopicPartition partition : assigned) {
            beginnings.put(partition, 0L);
        }
        consumer.updateBeginningOffsets(beginnings);
        run();
        onPoll(() -> consumer.rebalance(List.of(assigned)));
    }

    private void run() {
        Thread thread = new Thread(loop, "poll-test");
        thread.setDaemon(true);
        thread.start();
    }

    private void topics() {
        for (String topic : TOPICS.all()) {
            Node node = new Node(1, "here", 1);
            consumer.updatePartitions(
                    topic,
                    List.of(
                            new PartitionInfo(topic, 0, node, new Node[] {node}, new Node[] {node}),
                            new PartitionInfo(topic, 1, node, new Node[] {node}, new Node[] {node})));
        }
    }

    private void onPoll(Runnable task) {
        consumer.schedulePollTask(task);
    }

    private void add(TopicPartition partition, long... offsets) {
        onPoll(() -> {
            for (long offset : offsets) {
                consumer.addRecord(new ConsumerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        offset,
                        ("job-" + offset).getBytes(UTF_8),
                        "{}".getBytes(UTF_8)));
            }
        });
    }

    /** The pipeline gives the outcome of the record that was admitted as the {@code index}th. */
    private void finish(int index) {
        Admission admission = admitted.get(index);
        String id = new String(admission.record().key(), UTF_8);
        RenderResult result = new RenderResult(
                new JobId(id),
                ResultStatus.FAILED,
                List.of(),
                Optional.of(JobError.of(ErrorCode.UNKNOWN_MODEL, "no such bundle")),
                Optional.empty(),
                Timing.NONE,
                List.of(),
                Optional.empty());
        admission.finish(new Outcome.Answered(result, new EncodedRecord(id, Map.of("ce_id", id), new byte[10]), 0));
    }

    private int commits() {
        return producers.stream()
                .mapToInt(producer -> (int) producer.commitCount())
                .sum();
    }

    private List<String> keys() {
        return producers.stream()
                .flatMap(producer -> producer.history().stream())
                .map(ProducerRecord::key)
                .map(key -> new String(key, UTF_8))
                .toList();
    }

    private List<Map<TopicPartition, Long>> offsets() {
        List<Map<TopicPartition, Long>> all = new ArrayList<>();
        for (MockProducer<byte[], byte[]> producer : producers) {
            producer.consumerGroupOffsetsHistory()
                    .forEach(groups -> groups.values().forEach(offsets -> {
                        Map<TopicPartition, Long> numbers = new HashMap<>();
                        offsets.forEach((partition, offset) -> numbers.put(partition, offset.offset()));
                        all.add(numbers);
                    }));
        }
        return all;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not happen within 15 s").isLessThan(end);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
