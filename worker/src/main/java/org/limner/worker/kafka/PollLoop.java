package org.limner.worker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.limner.worker.batch.Arrival;
import org.limner.worker.batch.Outcome;
import org.limner.worker.kafka.LoopStatus.Phase;
import org.limner.worker.kafka.PartitionProgress.Prefix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from the jobs topic, hands them to the pipeline and publishes what comes out, one terminal outcome per
 * record, whatever dies on the way.
 *
 * <p>The thread that runs it owns the consumer and the producer. It never waits for rendering: it polls all the time, so
 * that the group keeps it, and pauses partitions that are full. A result is published only in the transaction whose
 * offsets cover it. After a failed transaction nothing is rendered again: the committed offsets say which of the finished
 * outcomes are already out, the others are published next.
 */
public final class PollLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    /** Nothing under way: nothing finishes that a shorter poll would publish sooner. */
    private static final Duration IDLE_POLL = Duration.ofMillis(100);

    /** How often the status and the offsets of idle partitions are looked at. */
    private static final Duration LOOK_AROUND = Duration.ofMillis(500);

    /** Of one transaction, so that it ends well within its timeout on a slow network too. */
    private static final long TRANSACTION_BYTES = 8 << 20;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final TransactionalPublisher publisher;
    private final java.util.function.Consumer<Arrival> pipeline;
    private final LoopSettings settings;
    private final LoopListener listener;
    private final java.util.function.Consumer<String> stopped;
    private final LongSupplier nanoTime;
    private final BrokerCheck broker;
    private final InFlight inFlight;
    private final ConcurrentLinkedQueue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Consumer<byte[], byte[]> consumer;
    private long nextRecovery;
    private long nextLook;
    private volatile LoopStatus status = new LoopStatus(Phase.CONNECTING, "not started");
    private volatile int jobsInFlight;
    private volatile long bytesInFlight;
    private volatile @Nullable Long drainUntil;

    /**
     * @param pipeline takes a record and does not wait; its {@link Arrival#finish} may be called from any thread
     * @param stopped  hears why the loop ended without having been told to; it does not come back
     */
    public PollLoop(
            KafkaClients clients,
            String transactionalId,
            Duration transactionTimeout,
            java.util.function.Consumer<Arrival> pipeline,
            LoopSettings settings,
            LoopListener listener,
            java.util.function.Consumer<String> stopped,
            LongSupplier nanoTime) {
        this.clients = clients;
        this.publisher = new TransactionalPublisher(clients, transactionalId, transactionTimeout, nanoTime);
        this.pipeline = pipeline;
        this.settings = settings;
        this.listener = listener;
        this.stopped = stopped;
        this.nanoTime = nanoTime;
        this.broker = new BrokerCheck(settings.bootstrapServers(), settings.requestTimeout());
        this.inFlight = new InFlight(settings.maxInFlightJobs(), settings.maxInFlightBytes());
    }

    /** DRAINING from the moment it was asked for. */
    public LoopStatus status() {
        LoopStatus now = status;
        return drainUntil == null || now.phase() == Phase.STOPPED
                ? now
                : new LoopStatus(Phase.DRAINING, jobsInFlight + " jobs are being finished");
    }

    /** Jobs taken and not committed. */
    public int jobsInFlight() {
        return jobsInFlight;
    }

    /** Bytes reserved for them. */
    public long bytesInFlight() {
        return bytesInFlight;
    }

    /** From now on takes no records; ends when what was taken is published, or after {@code limit}. Returns at once. */
    public void drain(Duration limit) {
        if (drainUntil == null) {
            LOG.info("Draining; jobsInFlight={} limit={}", jobsInFlight, limit);
            drainUntil = nanoTime.getAsLong() + limit.toNanos();
        }
    }

    /** Waits until the loop has ended and its clients are closed; false when that takes longer than {@code limit}. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        Optional<String> fatal = Optional.empty();
        try {
            while (!drained()) {
                serve();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The poll loop cannot go on", e);
            fatal = Optional.of(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        } finally {
            close();
            status = new LoopStatus(Phase.STOPPED, fatal.orElse("drained"));
            ended.countDown();
            fatal.ifPresent(stopped);
        }
    }

    /** Connects and works until drained; an error of the consumer throws it away and begins again after a while. */
    private void serve() {
        try {
            if (connect()) {
                while (!drained()) {
                    step();
                }
            }
        } catch (KafkaException e) {
            FencedException fenced = fence(e);
            if (fenced != null) {
                throw fenced;
            }
            LOG.warn("The consumer failed and is made anew; reason={}", e.getMessage(), e);
            say(Phase.CONNECTING, e.getClass().getSimpleName() + ": " + e.getMessage());
            closeConsumer();
            sleep(settings.retryDelay());
        }
    }

    /** Waits for broker and topics, ends what an earlier process left open, and subscribes. False when told to end. */
    private boolean connect() {
        say(Phase.CONNECTING, "connecting to " + settings.bootstrapServers());
        while (!drained()) {
            Optional<String> obstacle = tryToConnect();
            if (obstacle.isEmpty()) {
                return true;
            }
            say(Phase.CONNECTING, obstacle.get());
            sleep(settings.retryDelay());
        }
        return false;
    }

    private Optional<String> tryToConnect() {
        Consumer<byte[], byte[]> connecting = consumer;
        if (connecting == null) {
            try {
                connecting = clients.consumer();
                consumer = connecting;
            } catch (KafkaException e) {
                String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
                return Optional.of(e.getMessage() + cause);
            }
        }
        Optional<String> obstacle = broker.missing(connecting, settings.topics());
        if (obstacle.isEmpty()) {
            obstacle = publisher.open();
        }
        if (obstacle.isEmpty()) {
            connecting.subscribe(Set.of(settings.topics().jobs()), new Rebalance());
            say(Phase.JOINING, "joining the consumer group");
        }
        return obstacle;
    }

    private void step() {
        for (ConsumerRecord<byte[], byte[]> record :
                consumer().poll(jobsInFlight > 0 ? settings.pollTimeout() : IDLE_POLL)) {
            admit(record);
        }
        takeFinished();
        if (publisher.isOpen() || recover()) {
            publish();
        }
        inFlight.pauseFull(consumer(), drainUntil == null);
        jobsInFlight = inFlight.jobs();
        bytesInFlight = inFlight.bytes();
        if (nanoTime.getAsLong() - nextLook >= 0) {
            nextLook = nanoTime.getAsLong() + LOOK_AROUND.toNanos();
            lookAround();
        }
    }

    private void admit(ConsumerRecord<byte[], byte[]> record) {
        AssignedPartition partition = inFlight.get(new TopicPartition(record.topic(), record.partition()));
        if (partition == null) {
            throw new IllegalStateException(
                    "a record came from " + record.topic() + "-" + record.partition() + ", which is not assigned");
        }
        int recordBytes = record.value() == null ? 0 : record.value().length;
        partition.progress().take(record.offset(), recordBytes + settings.reservedResultBytes());
        pipeline.accept(new Admission(record, partition, this::finish));
    }

    /** Called by the pipeline's threads. */
    private void finish(Admission admission, Outcome outcome) {
        finished.add(new Finished(admission, PublishableOutcome.of(outcome, admission.record(), settings.topics())));
    }

    private void takeFinished() {
        for (Finished next = finished.poll(); next != null; next = finished.poll()) {
            // What belongs to an earlier assignment of a partition is dropped: its next owner renders it.
            if (!next.admission.assignment().ended()) {
                next.admission
                        .assignment()
                        .progress()
                        .finish(
                                next.admission.record().offset(),
                                next.outcome,
                                next.outcome.outcome().bytes());
            }
        }
    }

    private void publish() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long room = TRANSACTION_BYTES;
        for (AssignedPartition partition : inFlight.partitions()) {
            if (partition.progress().hasFinishedPrefix() && room > 0) {
                Prefix<PublishableOutcome> prefix =
                        partition.progress().prefix(room, consumer().position(partition.partition()));
                prefix.outcomes().forEach(outcome -> records.add(outcome.record()));
                offsets.put(partition.partition(), new OffsetAndMetadata(prefix.next()));
                room -= prefix.bytes();
            }
        }
        commit(records, offsets);
    }

    private void commit(List<ProducerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) {
            return;
        }
        Optional<String> failure =
                publisher.publish(records, offsets, consumer().groupMetadata());
        if (failure.isPresent()) {
            LOG.warn("A transaction failed; records={} reason={}", records.size(), failure.get());
            say(Phase.RECOVERING, "a transaction failed: " + failure.get());
            listener.failed();
            nextRecovery = nanoTime.getAsLong();
        } else {
            listener.committed();
            offsets.forEach(this::committed);
        }
    }

    private void committed(TopicPartition name, @Nullable OffsetAndMetadata offset) {
        AssignedPartition partition = inFlight.get(name);
        if (partition != null && offset != null) {
            partition.committed(offset.offset()).forEach(outcome -> listener.published(outcome.outcome()));
        }
    }

    /** Begins again after a failed transaction: finished outcomes that turn out to be committed are forgotten. */
    private boolean recover() {
        if (nanoTime.getAsLong() - nextRecovery < 0) {
            return false;
        }
        nextRecovery = nanoTime.getAsLong() + settings.retryDelay().toNanos();
        Optional<String> obstacle = publisher.open();
        if (obstacle.isEmpty()) {
            try {
                consumer()
                        .committed(inFlight.names(), settings.requestTimeout())
                        .forEach(this::committed);
                LOG.info("Transactions go on; jobsInFlight={}", inFlight.jobs());
                return true;
            } catch (KafkaException e) {
                publisher.close();
                obstacle = Optional.of("the committed offsets are not known: " + e.getMessage());
            }
        }
        say(Phase.RECOVERING, obstacle.get());
        return false;
    }

    private void lookAround() {
        if (drainUntil == null && publisher.isOpen()) {
            if (broker.disconnected(consumer())) {
                say(Phase.CONNECTING, "no connection to " + settings.bootstrapServers());
            } else if (consumer().groupMetadata().generationId() < 0) {
                say(Phase.JOINING, "joining the consumer group");
            } else {
                say(Phase.RUNNING, inFlight.partitions().size() + " partitions assigned");
                if (inFlight.jobs() == 0) {
                    commitIdlePositions();
                }
            }
        }
    }

    /**
     * Commits where the consumer is when that is beyond the last record: a transactional publisher of jobs leaves markers
     * in the log, which autoscalers would take for a job that waits.
     */
    private void commitIdlePositions() {
        try {
            Set<TopicPartition> unknown = inFlight.partitions().stream()
                    .filter(partition -> partition.committed().isEmpty())
                    .map(AssignedPartition::partition)
                    .collect(Collectors.toSet());
            if (!unknown.isEmpty()) {
                Map<TopicPartition, OffsetAndMetadata> known = consumer().committed(unknown, settings.requestTimeout());
                unknown.forEach(
                        name -> committed(name, known.get(name) == null ? new OffsetAndMetadata(0) : known.get(name)));
            }
            Map<TopicPartition, OffsetAndMetadata> ahead = new HashMap<>();
            for (AssignedPartition partition : inFlight.partitions()) {
                long position = consumer().position(partition.partition(), settings.requestTimeout());
                if (position > partition.committed().orElse(Long.MAX_VALUE)) {
                    ahead.put(partition.partition(), new OffsetAndMetadata(position));
                }
            }
            commit(List.of(), ahead);
        } catch (TimeoutException e) {
            LOG.debug("Idle positions are not known yet", e); // asked again at the next look
        }
    }

    private boolean drained() {
        Long until = drainUntil;
        return until != null && (inFlight.jobs() == 0 || nanoTime.getAsLong() - until >= 0);
    }

    private void close() {
        if (inFlight.jobs() > 0) {
            LOG.warn("Jobs that were taken are left to another worker; jobs={}", inFlight.jobs());
        }
        closeConsumer();
        publisher.close();
    }

    private void closeConsumer() {
        Consumer<byte[], byte[]> closing = consumer;
        inFlight.endAll();
        jobsInFlight = 0;
        bytesInFlight = 0;
        if (closing != null) {
            consumer = null;
            try {
                closing.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            } catch (KafkaException e) {
                LOG.warn("The consumer did not close cleanly; reason={}", e.getMessage());
            }
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            throw new IllegalStateException("there is no consumer");
        }
        return consumer;
    }

    private void say(Phase phase, String detail) {
        LoopStatus now = new LoopStatus(phase, detail);
        if (!now.equals(status)) {
            LOG.info("Kafka: {}; phase={}", detail, phase);
            status = now;
        }
    }

    private void sleep(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            drain(Duration.ZERO);
        }
    }

    private static @Nullable FencedException fence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedException fenced) {
                return fenced;
            }
        }
        return null;
    }

    private record Finished(Admission admission, PublishableOutcome outcome) {}

    /** Runs on the poll thread, within a poll. */
    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            LOG.info("Partitions assigned; partitions={}", assigned);
            inFlight.assign(assigned);
        }

        /** Still a member for these: what is finished goes out, so that the next owner need not render it again. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            LOG.info("Partitions revoked; partitions={}", revoked);
            takeFinished();
            if (publisher.isOpen()) {
                publish();
            }
            inFlight.end(revoked);
        }

        /** No longer a member: another worker has them already. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            LOG.warn("Partitions lost; partitions={}", lost);
            inFlight.end(lost);
        }
    }
}
