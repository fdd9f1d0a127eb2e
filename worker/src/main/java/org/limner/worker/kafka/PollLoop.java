package org.limner.worker.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.limner.worker.batch.Arrival;
import org.limner.worker.kafka.LoopStatus.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from the jobs topics, hands them to the pipeline and publishes what comes out, one terminal outcome per
 * record, whatever dies on the way.
 *
 * <p>The thread that runs it owns the consumer and the producer. It never waits for rendering: it polls all the time, so
 * that the group keeps it. Which record goes next is decided by {@link AdmissionQueue}, what goes out together by
 * {@link Publication}, how partitions come and go by {@link Assignments}; here is when. After a failed transaction nothing
 * is rendered again: the committed offsets say which of the finished outcomes are already out, the others are published
 * next.
 */
public final class PollLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    /** Nothing under way: nothing finishes that a shorter poll would publish sooner. */
    private static final Duration IDLE_POLL = Duration.ofMillis(100);

    /** How often the status and the offsets of idle partitions are looked at. */
    private static final Duration LOOK_AROUND = Duration.ofMillis(500);

    /** The same while the worker is not ready, which somebody waits for. */
    private static final Duration LOOK_AROUND_SOON = Duration.ofMillis(50);

    /** Of the ten seconds that a worker's end waits for the loop; closing the consumer takes the others. */
    private static final Duration LAST_PUBLICATIONS = Duration.ofSeconds(3);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final LoopSettings settings;
    private final java.util.function.Consumer<String> stopped;
    private final LongSupplier nanoTime;
    private final CurrentStatus status = new CurrentStatus();
    private final InFlight inFlight = new InFlight();
    private final BrokerCheck broker;
    private final FinishedJobs finished;
    private final Transactions transactions;
    private final AdmissionQueue admissions;
    private final Screening screening;
    private final JobHistory history;
    private final Assignments assignments;
    /** Begun, but not yet handed to the pipeline, since the journal does not say so yet. */
    private final List<Admission> beginning = new ArrayList<>();

    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Consumer<byte[], byte[]> consumer;
    private long nextLook;
    private volatile int jobsInFlight;
    private volatile long bytesInFlight;
    private volatile @Nullable Long drainUntil;

    /**
     * @param pipeline takes a record and does not wait; its {@link Arrival#finish} may be called from any thread
     * @param stuck    whether a job that was handed to the pipeline may never end; asked by the loop's thread
     * @param stopped  hears why the loop ended without having been told to; it does not come back
     */
    public PollLoop(
            KafkaClients clients,
            String transactionalId,
            Duration transactionTimeout,
            java.util.function.Consumer<Arrival> pipeline,
            BooleanSupplier stuck,
            LoopSettings settings,
            LoopListener listener,
            java.util.function.Consumer<String> stopped,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.clients = clients;
        this.settings = settings;
        this.stopped = stopped;
        this.nanoTime = nanoTime;
        TopicNames topics = settings.topics();
        this.broker = new BrokerCheck(settings);
        this.finished = new FinishedJobs(topics);
        TransactionalPublisher publisher =
                new TransactionalPublisher(clients, transactionalId, transactionTimeout, nanoTime);
        this.transactions =
                new Transactions(publisher, new Publication(publisher, inFlight, listener), status, settings, nanoTime);
        LoopSettings.Memory memory = settings.memory();
        Cancellations cancellations = new Cancellations(memory.cancellationWindow(), memory.cancellations(), clock);
        this.admissions = new AdmissionQueue(
                inFlight,
                settings,
                new Admission.Surroundings(topics, cancellations, clock, finished::add, new AtomicInteger()));
        this.screening = new Screening(pipeline, clock);
        this.history = new JobHistory(clients, topics, cancellations, settings.retryDelay(), clock);
        this.assignments = new Assignments(this::consumer, inFlight, finished, transactions, history, settings, stuck);
    }

    /** DRAINING from the moment it was asked for. */
    public LoopStatus status() {
        LoopStatus now = status.get();
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
            status.say(Phase.STOPPED, fatal.orElse("drained"));
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
            status.say(Phase.CONNECTING, e.getClass().getSimpleName() + ": " + e.getMessage());
            closeConsumer();
            sleep(settings.retryDelay());
        }
    }

    /** Waits for broker and topics, ends what an earlier process left open, and subscribes. False when told to end. */
    private boolean connect() {
        status.say(Phase.CONNECTING, "connecting to " + settings.bootstrapServers());
        while (!drained()) {
            Optional<String> obstacle = tryToConnect();
            if (obstacle.isEmpty()) {
                return true;
            }
            status.say(Phase.CONNECTING, obstacle.get());
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
        Optional<String> obstacle = broker.wrong(connecting, clients);
        if (obstacle.isEmpty()) {
            obstacle = transactions.open();
        }
        if (obstacle.isEmpty()) {
            history.start();
            connecting.subscribe(settings.topics().sources(), assignments);
            status.say(Phase.JOINING, "joining the consumer group");
        }
        return obstacle;
    }

    private void step() {
        admissions.take(consumer().poll(inFlight.isEmpty() ? IDLE_POLL : settings.pollTimeout()), consumer());
        finished.take();
        assignments.open();
        if (transactions.isOpenAgain(consumer())) {
            advance();
        }
        admissions.pauseAndResume(consumer(), drainUntil == null);
        jobsInFlight = inFlight.jobs();
        bytesInFlight = inFlight.bytes();
        if (nanoTime.getAsLong() - nextLook >= 0) {
            lookAround();
            Duration next = status.get().ready() ? LOOK_AROUND : LOOK_AROUND_SOON;
            nextLook = nanoTime.getAsLong() + next.toNanos();
        }
    }

    /** Publishes what is finished and begins with what is next, which the journal says before anything is read of it. */
    private void advance() {
        beginning.removeIf(Admission::abandoned);
        if (beginning.isEmpty() && drainUntil == null) {
            beginning.addAll(admissions.next());
        }
        if (transactions.publish(consumer(), !beginning.isEmpty())) {
            beginning.forEach(screening::submit);
            beginning.clear();
        }
    }

    private void lookAround() {
        if (drainUntil == null && transactions.isOpen()) {
            if (broker.disconnected(consumer())) {
                status.say(Phase.CONNECTING, "no connection to " + settings.bootstrapServers());
            } else if (consumer().groupMetadata().generationId() < 0) {
                status.say(Phase.JOINING, "joining the consumer group");
            } else if (!inFlight.unready().isEmpty()) {
                status.say(
                        Phase.JOINING,
                        history.obstacle()
                                .orElse("what happened before on "
                                        + inFlight.unready().size() + " partitions is being read"));
            } else {
                status.say(Phase.RUNNING, inFlight.partitions().size() + " partitions assigned");
                if (inFlight.isEmpty()) {
                    transactions.commitPositions(consumer());
                }
            }
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
                publishFinished();
                assignments.handOver(inFlight.names());
            } catch (KafkaException | FencedException e) {
                LOG.warn("The partitions are not handed over cleanly; reason={}", e.getMessage());
            }
        }
        closeConsumer();
        transactions.close();
        history.close();
        screening.close();
    }

    /** More than one transaction may hold, before the hand-over's own. */
    private void publishFinished() {
        long until = nanoTime.getAsLong() + LAST_PUBLICATIONS.toNanos();
        finished.take();
        while (inFlight.hasFinished()
                && transactions.isOpen()
                && nanoTime.getAsLong() - until < 0
                && transactions.publish(consumer(), false)) {
            finished.take();
        }
    }

    private void closeConsumer() {
        Consumer<byte[], byte[]> closing = consumer;
        inFlight.endAll();
        beginning.clear();
        jobsInFlight = 0;
        bytesInFlight = 0;
        if (closing != null) {
            try {
                closing.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            } catch (KafkaException e) {
                LOG.warn("The consumer did not close cleanly; reason={}", e.getMessage());
            } finally {
                consumer = null;
            }
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            throw new IllegalStateException("there is no consumer");
        }
        return consumer;
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
}
