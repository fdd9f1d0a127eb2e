package org.limner.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
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
    private static final TopicNames TOPICS = new TopicNames(
            Map.of("jobs", Lane.NORMAL, "low", Lane.LOW),
            List.of(RetryTopic.of("retry.5s")),
            "results",
            "dead",
            "seen",
            "cancelled");
    private static final TopicPartition P0 = new TopicPartition("jobs", 0);
    private static final TopicPartition P1 = new TopicPartition("jobs", 1);
    private static final TopicPartition RETRY = new TopicPartition("retry.5s", 0);
    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");
    private static final int RESERVED = 1000;

    private volatile MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Deque<Consumer<MockProducer<byte[], byte[]>>> faults = new ArrayDeque<>();
    private final List<MockProducer<byte[], byte[]>> producers = Collections.synchronizedList(new ArrayList<>());
    private final List<Admission> admitted = Collections.synchronizedList(new ArrayList<>());
    private final List<Outcome> published = Collections.synchronizedList(new ArrayList<>());
    private final List<String> stopped = Collections.synchronizedList(new ArrayList<>());
    private final Deque<RuntimeException> readerFaults = new ConcurrentLinkedDeque<>();
    private volatile boolean stuck;
    private volatile Instant now = NOW;
    private volatile Function<String, Map<String, String>> settings = topic -> Map.of(
            "max.message.bytes",
            List.of("jobs", "low").contains(topic) ? "1048576" : "2097152",
            "compression.type",
            "uncompressed");
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
        start(P0);
        add(P0, 0, 1);
        await(() -> admitted.size() == 2);
        onPoll(() -> producers.get(0).commitTransactionException = new TimeoutException("no answer"));
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
        start(P0);
        add(P0, 0, 1);
        await(() -> admitted.size() == 2);
        onPoll(() -> {
            producers.get(0).sendOffsetsToTransactionException = new TimeoutException("no answer");
            finish(0);
        });

        await(() -> commits() == 1);
        assertThat(producers).hasSize(2);
        assertThat(keys()).containsExactly("job-0");
        assertThat(admitted).hasSize(2);
    }

    @Test
    void endsWithTheReasonWhenFencedTwice() throws InterruptedException {
        faults.add(producer -> {});
        faults.add(producer -> producer.commitTransactionException = new ProducerFencedException("other"));
        start(P0);
        add(P0, 0);
        await(() -> admitted.size() == 1);
        onPoll(() -> {
            producers.get(0).commitTransactionException = new ProducerFencedException("other");
            finish(0);
        });

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
        await(() -> loop.status().detail().contains("missing at here:1: topic ")
                && loop.status().detail().contains("topic jobs"));
        assertThat(loop.status().ready()).isFalse();

        topics();

        await(() -> loop.status().phase() != Phase.CONNECTING);
        assertThat(consumer.subscription()).containsExactlyInAnyOrder("jobs", "low", "retry.5s");
    }

    @Test
    void isNotReadyWhileATopicWouldRefuseWhatIsPublished() {
        Function<String, Map<String, String>> right = settings;
        settings = topic -> Map.of("max.message.bytes", "1048576", "compression.type", "producer");
        start(P0);

        await(() -> loop.status().detail().contains("has compression.type producer but needs uncompressed"));
        assertThat(loop.status().detail())
                .contains("dead has max.message.bytes 1048576 but needs 1114112")
                .contains("retry.5s has max.message.bytes 1048576 but needs 1114112");
        assertThat(loop.status().ready()).isFalse();

        settings = right;
        await(() -> loop.status().ready());
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
        await(() -> consumer.paused().equals(Set.of(P0)) && admitted.size() >= 2);

        finish(0);
        finish(1);

        await(() -> commits() > 0 && consumer.paused().isEmpty());
    }

    @Test
    void noJobBeginsWhenTheBytesAreUsedUpAndItsLaneIsReadNoFurther() {
        loop = loop(256, 3 * RESERVED);
        start(P0, P1);
        add(P0, 0, 1, 2, 3);
        await(() -> admitted.size() == 3 && consumer.paused().equals(Set.of(P0, P1)));
        assertThat(loop.bytesInFlight()).isBetween(3L * RESERVED, 4L * RESERVED);

        finish(0);
        await(() -> admitted.size() == 4);
        finish(1);
        finish(2);
        finish(3);

        await(() -> consumer.paused().isEmpty() && loop.bytesInFlight() == 0);
    }

    @Test
    void jobsAreOnRecordBeforeAnythingIsReadOfThem() {
        start(P0);
        add(P0, 0, 1, 2);

        await(() -> admitted.size() == 3);
        assertThat(journals()).as("at the time of the first admission").startsWith("limner2 me 0+2");
        finish(1);
        finish(0);
        await(() -> commits() == 1);
        assertThat(journals()).endsWith("limner2 me 0");
        finish(2);
        await(() -> commits() == 2);
        assertThat(journals()).endsWith("");
    }

    @Test
    void afterACrashSuspectsRunAloneAndTheOthersWait() {
        // Given a worker that died with offsets 1 and 2 under way and had finished 0 and 3
        onPoll(() -> consumer.commitSync(Map.of(P0, new OffsetAndMetadata(0, "limner1 1+1"))));
        start(P0, P1);
        add(P1, 0);
        add(P0, 0, 1, 2, 3);

        // Then
        await(() -> admitted.size() == 1);
        pause();
        assertThat(admitted).hasSize(1);
        assertThat(admitted.get(0).offset()).isEqualTo(1);
        assertThat(journals().get(journals().size() - 1)).isEqualTo("limner2 me 1!,0");
        finish(0);
        await(() -> admitted.size() == 2);
        pause();
        assertThat(admitted).hasSize(2);
        assertThat(admitted.get(1).offset()).isEqualTo(2);
        assertThat(journals().get(journals().size() - 1)).isEqualTo("limner2 me 2!");
        finish(1);
        await(() -> admitted.size() == 5);
        finish(2);
        finish(3);
        finish(4);
        await(() -> loop.jobsInFlight() == 0);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void theThirdCrashAloneIsTheLast() {
        onPoll(() -> consumer.commitSync(Map.of(P0, new OffsetAndMetadata(0, "limner1 0*2!,0*2"))));
        start(P0);
        add(P0, 0, 1);

        await(() -> admitted.size() == 1);
        assertThat(admitted.get(0).refusal().orElseThrow().code()).isEqualTo(ErrorCode.WORKER_CRASH);
        finish(0);
        await(() -> admitted.size() == 2);
        assertThat(admitted.get(1).refusal()).as("stood beside it").isEmpty();
    }

    @Test
    void losingTheConsumerIsNoCrash() {
        onPoll(() -> consumer.commitSync(Map.of(P0, new OffsetAndMetadata(0, "limner1 0*1!,0"))));
        start(P0);
        add(P0, 0, 1);
        await(() -> admitted.size() == 1);
        assertThat(admitted.get(0).refusal()).as("the second crash").isEmpty();

        MockConsumer<byte[], byte[]> lost = consumer;
        OffsetAndMetadata left = lastOffset();
        assertThat(left.metadata()).endsWith(" 0*2!,0");
        MockConsumer<byte[], byte[]> next = new MockConsumer<>("earliest");
        topics(next);
        next.updateBeginningOffsets(Map.of(P0, 0L));
        consumer = next;
        onPoll(() -> next.commitSync(Map.of(P0, left)));
        onPoll(() -> next.rebalance(List.of(P0)));
        add(P0, 0, 1);
        lost.schedulePollTask(() -> lost.setPollException(new KafkaException("no such member")));

        await(() -> lost.closed() && admitted.get(0).abandoned());
        admitted.get(0).released();
        await(() -> admitted.size() == 2);
        assertThat(admitted.get(1).offset()).isZero();
        assertThat(admitted.get(1).refusal()).as("still the second").isEmpty();
        assertThat(lastOffset().metadata()).endsWith(" 0*2!");
    }

    @Test
    void aPositionThatIsNotKnownDelaysNothing() {
        consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized long position(TopicPartition partition, Duration timeout) {
                throw new TimeoutException("no leader");
            }
        };
        start(P0);
        add(P0, 0);
        await(() -> admitted.size() == 1);
        finish(0);

        await(() -> commits() == 1);
        assertThat(offsets()).containsExactly(Map.of(P0, 1L));
        assertThat(consumer.closed()).isFalse();
    }

    @Test
    void aSuspectWaitsForJobsOfPartitionsThatHaveGone() {
        start(P0);
        consumer.updateBeginningOffsets(Map.of(P1, 0L));
        add(P0, 0);
        await(() -> admitted.size() == 1);
        onPoll(() -> consumer.commitSync(Map.of(P1, new OffsetAndMetadata(0, "limner2 other 0"))));
        onPoll(() -> consumer.rebalance(List.of(P1)));
        add(P1, 0);

        await(() -> admitted.get(0).abandoned());
        pause();
        pause();
        assertThat(admitted).as("the first one may still be rendered").hasSize(1);

        admitted.get(0).released();
        await(() -> admitted.size() == 2);
        assertThat(admitted.get(1).partition()).isEqualTo(P1);
    }

    @Test
    void whatAnOrderlyHandOverLeavesIsNoSuspect() {
        start(P0);
        add(P0, 0, 1);
        await(() -> admitted.size() == 2);

        onPoll(() -> consumer.rebalance(List.of()));

        await(() -> journals().size() == 2);
        assertThat(journals()).containsExactly("limner2 me 0+1", "");
    }

    @Test
    void aSuspectThatIsNoLongerInTheLogHoldsNothingUp() {
        onPoll(() -> consumer.commitSync(Map.of(P0, new OffsetAndMetadata(0, "limner1 0"))));
        start(P0);
        onPoll(() -> consumer.seek(P0, 6)); // as the client does when the topic has deleted what it wants to read
        add(P0, 6);

        await(() -> admitted.size() == 1);
        assertThat(admitted.get(0).refusal()).isEmpty();
    }

    @Test
    void aRetryIsLeftWhereItIsUntilItIsDue() {
        start(RETRY, P0);
        onPoll(() -> consumer.addRecord(record(RETRY, 0, NOW.minusSeconds(4))));
        add(P0, 0);

        await(() -> admitted.size() == 1 && consumer.paused().equals(Set.of(RETRY)));
        assertThat(admitted.get(0).partition()).isEqualTo(P0);
        assertThat(consumer.position(RETRY)).as("read again").isZero();
        assertThat(loop.jobsInFlight()).isEqualTo(1);

        now = NOW.plusSeconds(1);
        // What was sought back to is gone from the mock.
        onPoll(() -> consumer.addRecord(record(RETRY, 0, NOW.minusSeconds(4))));
        await(() -> admitted.size() == 2);
        assertThat(admitted.get(1).tries()).as("no header says otherwise").isEqualTo(1);
    }

    @Test
    void aRetryIsPublishedWithWhereItCameFrom() {
        start(P1);
        add(P1, 0);
        await(() -> admitted.size() == 1);
        assertThat(admitted.get(0).retryDue()).hasValue(NOW.plusSeconds(5));

        admitted.get(0).finish(new Outcome.Retry(new JobId("job-0"), "the store is away", 2, 0));

        await(() -> commits() == 1);
        ProducerRecord<byte[], byte[]> retry = producers.get(0).history().get(0);
        assertThat(retry.topic()).isEqualTo("retry.5s");
        assertThat(retry.partition()).isEqualTo(1);
        assertThat(new String(retry.key(), UTF_8)).isEqualTo("job-0");
        Map<String, String> headers = new HashMap<>();
        retry.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        assertThat(headers)
                .isEqualTo(Map.of(
                        "limner-attempt", "1",
                        "limner-fault", "the store is away",
                        "limner-first-topic", "jobs",
                        "limner-first-partition", "1",
                        "limner-first-offset", "0",
                        "limner-first-timestamp", String.valueOf(NOW.toEpochMilli())));
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

    @Test
    void aJobThatMayNeverEndIsLeftAsAfterACrash() throws InterruptedException {
        stuck = true;
        onPoll(() -> consumer.commitSync(Map.of(P0, new OffsetAndMetadata(0, "limner2 other 0*1!"))));
        start(P0);
        add(P0, 0);
        await(() -> admitted.size() == 1);

        loop.drain(Duration.ofMillis(200));

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(journals()).endsWith("limner2 me 0*2!");
    }

    @Test
    void whatIsFinishedGoesOutAtTheEndInAsManyTransactionsAsItTakes() throws InterruptedException {
        loop = loop(256, 1 << 30);
        start(P0);
        add(P0, 0, 1, 2, 3, 4, 5, 6);
        await(() -> admitted.size() == 7);
        onPoll(() -> {
            for (int i = 0; i < 7; i++) {
                finish(i, 3 << 20); // two in a transaction
            }
            loop.drain(Duration.ZERO);
        });

        assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(keys()).hasSize(7);
        assertThat(lastOffset().offset()).isEqualTo(7);
    }

    @Test
    void readsWhatHappenedBeforeAgainAfterAnyFault() {
        readerFaults.add(new UnsupportedOperationException("a fault nobody thought of"));
        start(P0);

        await(() -> loop.status().ready());
        assertThat(readerFaults).isEmpty();
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
                RESERVED,
                new LoopSettings.Memory(Duration.ofHours(24), 100, Duration.ofHours(24), 100));
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
                () -> stuck,
                settings,
                listener,
                stopped::add,
                System::nanoTime,
                () -> now);
    }

    private KafkaClients clients() {
        return new KafkaClients() {
            @Override
            public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer() {
                return consumer;
            }

            @Override
            public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader() {
                RuntimeException fault = readerFaults.poll();
                if (fault != null) {
                    throw fault;
                }
                MockConsumer<byte[], byte[]> reader = new MockConsumer<>("earliest");
                Map<TopicPartition, Long> beginnings = new HashMap<>();
                for (String topic : List.of("cancelled", "seen")) {
                    reader.updatePartitions(topic, partitions(topic));
                    partitions(topic)
                            .forEach(partition -> beginnings.put(new TopicPartition(topic, partition.partition()), 0L));
                }
                reader.updateBeginningOffsets(beginnings);
                return reader;
            }

            @Override
            public TopicDescriptions topics() {
                return new TopicDescriptions() {
                    @Override
                    public Optional<Map<String, String>> settings(String topic) {
                        return Optional.of(settings.apply(topic));
                    }

                    @Override
                    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
                        return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> 0L));
                    }

                    @Override
                    public void close() {}
                };
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
        topics(consumer);
    }

    private static void topics(MockConsumer<byte[], byte[]> consumer) {
        for (String topic : TOPICS.all()) {
            consumer.updatePartitions(topic, partitions(topic));
        }
    }

    private static List<PartitionInfo> partitions(String topic) {
        Node node = new Node(1, "here", 1);
        return List.of(
                new PartitionInfo(topic, 0, node, new Node[] {node}, new Node[] {node}),
                new PartitionInfo(topic, 1, node, new Node[] {node}, new Node[] {node}));
    }

    private void onPoll(Runnable task) {
        consumer.schedulePollTask(task);
    }

    private void add(TopicPartition partition, long... offsets) {
        onPoll(() -> {
            for (long offset : offsets) {
                consumer.addRecord(record(partition, offset, NOW));
            }
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, Instant time) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                ("job-" + offset).getBytes(UTF_8),
                "{}".getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    /** The pipeline gives the outcome of the record that was admitted as the {@code index}th. */
    private void finish(int index) {
        finish(index, 10);
    }

    private void finish(int index, int bytes) {
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
        admission.finish(new Outcome.Answered(result, new EncodedRecord(id, Map.of("ce_id", id), new byte[bytes]), 0));
    }

    /** Transactions that moved an offset; those that only wrote a journal are not among them. */
    private int commits() {
        return offsets().size();
    }

    /** What was committed beside the offsets of P0, in order. */
    private List<String> journals() {
        return history()
                .filter(offsets -> offsets.containsKey(P0))
                .map(offsets -> offsets.get(P0).metadata().replaceFirst("^limner2 [0-9a-z]{1,8} ", "limner2 me "))
                .toList();
    }

    /** What was committed last for P0. */
    private OffsetAndMetadata lastOffset() {
        return history()
                .filter(offsets -> offsets.containsKey(P0))
                .map(offsets -> offsets.get(P0))
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    private Stream<Map<TopicPartition, OffsetAndMetadata>> history() {
        return List.copyOf(producers).stream()
                .flatMap(producer -> producer.consumerGroupOffsetsHistory().stream())
                .flatMap(groups -> groups.values().stream());
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
        Map<TopicPartition, Long> last = new HashMap<>();
        history().forEach(offsets -> {
            Map<TopicPartition, Long> moved = new HashMap<>();
            offsets.forEach((partition, offset) -> {
                if (offset.offset() != last.getOrDefault(partition, 0L)) {
                    moved.put(partition, offset.offset());
                    last.put(partition, offset.offset());
                }
            });
            if (!moved.isEmpty()) {
                all.add(moved);
            }
        });
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
