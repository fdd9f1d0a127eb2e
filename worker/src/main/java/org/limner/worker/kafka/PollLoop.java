package org.limner.worker.kafka;

import java.time.Duration;
import java.time.InstantSource;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.limner.worker.batch.Arrival;
import org.limner.worker.batch.Outcome;
import org.limner.worker.kafka.LoopStatus.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from the jobs topics, hands them to the pipeline and publishes what comes out, one terminal outcome per
 * record, whatever dies on the way.
 *
 * <p>The thread that runs it owns the consumer and the producer. It never waits for rendering: it polls all the time, so
 * that the group keeps it. Which record goes next is decided by {@link AdmissionQueue}, what goes out together by
 * {@link Publication}; here is when. After a failed transaction nothing is rendered again: the committed offsets say which
 * of the finished outcomes are already out, the others are published next.
 */
public final class PollLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    /** Nothing under way: nothing finishes that a shorter poll would publish sooner. */
    private static final Duration IDLE_POLL = Duration.ofMillis(100);

    /** How often the status and the offsets of idle partitions are looked at. */
    private static final Duration LOOK_AROUND = Duration.ofMillis(500);

    /** How long one look at the committed offsets of new partitions holds the loop up. */
    private static final Duration OPENING = Duration.ofMillis(500);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final LoopSettings settings;
    private final java.util.function.Consumer<String> stopped;
    private final LongSupplier nanoTime;
    private final BrokerCheck broker;
    private final TopicLimits limits;
    private final InFlight inFlight = new InFlight();
    private final TransactionalPublisher publisher;
    private final Publication publication;
    private final AdmissionQueue admissions;
    private final Screening screening;
    private final JobHistory history;
    private final SeenJobs.Budget seenBudget;
    /** Begun, but not yet handed to the pipeline, since the journal does not say so yet. */
    private final List<Admission> beginning = new ArrayList<>();

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
            LongSupplier nanoTime,
            InstantSource clock) {
        this.clients = clients;
        this.settings = settings;
        this.stopped = stopped;
        this.nanoTime = nanoTime;
        this.broker = new BrokerCheck(settings.bootstrapServers(), settings.requestTimeout());
        this.limits = new TopicLimits(settings.topics(), settings.reservedResultBytes());
        this.publisher = new TransactionalPublisher(clients, transactionalId, transactionTimeout, nanoTime);
        this.publication = new Publication(publisher, inFlight, listener);
        LoopSettings.Memory memory = settings.memory();
        Cancellations cancellations = new Cancellations(memory.cancellationWindow(), memory.cancellations(), clock);
        this.admissions = new AdmissionQueue(
                inFlight, settings, new Admission.Surroundings(settings.topics(), cancellations, clock, this::finish));
        this.screening = new Screening(pipeline, clock);
        this.history = new JobHistory(clients, settings.topics(), cancellations, settings.retryDelay(), clock);
        this.seenBudget = new SeenJobs.Budget(memory.seenJobs());
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
        Optional<String> obstacle = broker.wrong(connecting, settings.topics());
        if (obstacle.isEmpty()) {
            obstacle = wrongLimits();
        }
        if (obstacle.isEmpty()) {
            obstacle = publisher.open();
        }
        if (obstacle.isEmpty()) {
            history.start();
            connecting.subscribe(settings.topics().sources(), new Rebalance());
            say(Phase.JOINING, "joining the consumer group");
        }
        return obstacle;
    }

    private Optional<String> wrongLimits() {
        try (TopicDescriptions descriptions = clients.topics()) {
            return limits.wrong(descriptions);
        } catch (KafkaException e) {
            return Optional.of("the topics' settings are not known: " + e.getMessage());
        }
    }

    private void step() {
        admissions.take(consumer().poll(inFlight.isEmpty() ? IDLE_POLL : settings.pollTimeout()), consumer());
        takeFinished();
        openPartitions();
        if (publisher.isOpen() || recover()) {
            advance();
        }
        admissions.pauseAndResume(consumer(), drainUntil == null);
        jobsInFlight = inFlight.jobs();
        bytesInFlight = inFlight.bytes();
        if (nanoTime.getAsLong() - nextLook >= 0) {
            nextLook = nanoTime.getAsLong() + LOOK_AROUND.toNanos();
            lookAround();
        }
    }

    /** Publishes what is finished and begins with what is next, which the journal says before anything is read of it. */
    private void advance() {
        beginning.removeIf(Admission::abandoned);
        if (beginning.isEmpty() && drainUntil == null) {
            beginning.addAll(admissions.next());
        }
        if (succeeded(publication.publish(consumer(), !beginning.isEmpty()))) {
            beginning.forEach(screening::submit);
            beginning.clear();
        }
    }

    /** Called by the pipeline's threads. */
    private void finish(Admission admission, Outcome outcome) {
        finished.add(new Finished(admission, PublishableOutcome.of(outcome, admission, settings.topics())));
    }

    private void takeFinished() {
        for (Finished next = finished.poll(); next != null; next = finished.poll()) {
            AssignedPartition assignment = next.admission.assignment();
            // What belongs to an earlier assignment of a partition is dropped: its next owner renders it.
            if (!assignment.ended()) {
                long offset = next.admission.offset();
                Outcome outcome = next.outcome.outcome();
                assignment.progress().finish(offset, next.outcome, outcome.bytes());
                assignment.journal().cleared(offset);
                if (outcome instanceof Outcome.DeadLetter) {
                    next.admission.identity().ifPresent(job -> assignment.seen().release(job.id()));
                }
            }
        }
    }

    /** Asks what earlier owners left of partitions that are new here. */
    private void openPartitions() {
        Set<TopicPartition> unopened = inFlight.unready().stream()
                .filter(partition -> !partition.isOpen())
                .map(AssignedPartition::partition)
                .collect(Collectors.toSet());
        if (unopened.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> left = consumer().committed(unopened, OPENING);
            for (TopicPartition name : unopened) {
                AssignedPartition partition = inFlight.get(name);
                if (partition != null) {
                    OffsetAndMetadata offset = left.get(name);
                    partition.open(offset == null ? 0 : offset.offset(), offset == null ? "" : offset.metadata());
                    if (partition.journal().hasSuspects()) {
                        LOG.warn(
                                "A worker ended while it had jobs; they run alone now; partition={} offsets={}",
                                name,
                                partition.journal().suspects());
                    }
                    history.load(partition);
                }
            }
        } catch (TimeoutException e) {
            // A transaction of the earlier owner is still open; it ends or the broker ends it. Asked again.
            LOG.debug("The committed offsets of new partitions are not known yet", e);
        }
    }

    private boolean succeeded(Optional<String> failure) {
        if (failure.isPresent()) {
            LOG.warn("A transaction failed; reason={}", failure.get());
            say(Phase.RECOVERING, "a transaction failed: " + failure.get());
            nextRecovery = nanoTime.getAsLong();
        }
        return failure.isEmpty();
    }

    private boolean recover() {
        if (nanoTime.getAsLong() - nextRecovery < 0) {
            return false;
        }
        nextRecovery = nanoTime.getAsLong() + settings.retryDelay().toNanos();
        Optional<String> obstacle = publication.recover(consumer(), settings.requestTimeout());
        if (obstacle.isEmpty()) {
            LOG.info("Transactions go on; jobsInFlight={}", inFlight.jobs());
        } else {
            say(Phase.RECOVERING, obstacle.get());
        }
        return obstacle.isEmpty();
    }

    private void lookAround() {
        if (drainUntil == null && publisher.isOpen()) {
            if (broker.disconnected(consumer())) {
                say(Phase.CONNECTING, "no connection to " + settings.bootstrapServers());
            } else if (consumer().groupMetadata().generationId() < 0) {
                say(Phase.JOINING, "joining the consumer group");
            } else if (!inFlight.unready().isEmpty()) {
                say(
                        Phase.JOINING,
                        history.obstacle()
                                .orElse("what happened before on "
                                        + inFlight.unready().size() + " partitions is being read"));
            } else {
                say(Phase.RUNNING, inFlight.partitions().size() + " partitions assigned");
                if (inFlight.isEmpty()) {
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
            Map<TopicPartition, Long> ahead = new HashMap<>();
            for (AssignedPartition partition : inFlight.partitions()) {
                long position = consumer().position(partition.partition(), settings.requestTimeout());
                if (position > partition.committed().orElse(Long.MAX_VALUE)) {
                    ahead.put(partition.partition(), position);
                }
            }
            succeeded(publication.commitPositions(consumer(), ahead));
        } catch (TimeoutException e) {
            LOG.debug("Idle positions are not known yet", e); // asked again at the next look
        }
    }

    private boolean drained() {
        Long until = drainUntil;
        return until != null
                && ((inFlight.running() == 0 && !inFlight.hasFinished()) || nanoTime.getAsLong() - until >= 0);
    }

    private void close() {
        if (inFlight.jobs() > 0) {
            LOG.warn("Jobs that were taken are left to another worker; jobs={}", inFlight.jobs());
        }
        if (consumer != null) {
            try {
                handOver(inFlight.names());
            } catch (KafkaException | FencedException e) {
                LOG.warn("The partitions are not handed over cleanly; reason={}", e.getMessage());
            }
        }
        closeConsumer();
        publisher.close();
        history.close();
        screening.close();
    }

    /** What is finished goes out, so that the next owner need not render it again, and what is not is no suspect there. */
    private void handOver(Collection<TopicPartition> leaving) {
        takeFinished();
        if (publisher.isOpen()) {
            succeeded(publication.handOver(consumer(), leaving));
        }
        inFlight.end(leaving);
    }

    private void closeConsumer() {
        Consumer<byte[], byte[]> closing = consumer;
        inFlight.endAll();
        beginning.clear();
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
            inFlight.assign(
                    assigned,
                    name -> new AssignedPartition(
                            name,
                            settings.topics(),
                            new SeenJobs(name.topic(), settings.memory().seenWindow(), seenBudget)));
            consumer().pause(assigned);
        }

        /** Still a member for these. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            LOG.info("Partitions revoked; partitions={}", revoked);
            handOver(revoked);
        }

        /** No longer a member: another worker has them already. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            LOG.warn("Partitions lost; partitions={}", lost);
            inFlight.end(lost);
        }
    }
}
