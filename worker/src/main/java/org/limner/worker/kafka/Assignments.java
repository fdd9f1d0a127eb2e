package org.limner.worker.kafka;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How partitions come and go. Runs on the poll thread, the listener's methods within a poll. */
final class Assignments implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Assignments.class);

    /** How long one look at the committed offsets of new partitions holds the loop up. */
    private static final Duration OPENING = Duration.ofMillis(500);

    private final Supplier<Consumer<byte[], byte[]>> consumer;
    private final InFlight inFlight;
    private final FinishedJobs finished;
    private final Transactions transactions;
    private final JobHistory history;
    private final LoopSettings settings;
    private final BooleanSupplier stuck;
    private final SeenJobs.Budget seenBudget;
    private final String process = newProcess();

    Assignments(
            Supplier<Consumer<byte[], byte[]>> consumer,
            InFlight inFlight,
            FinishedJobs finished,
            Transactions transactions,
            JobHistory history,
            LoopSettings settings,
            BooleanSupplier stuck) {
        this.consumer = consumer;
        this.inFlight = inFlight;
        this.finished = finished;
        this.transactions = transactions;
        this.history = history;
        this.settings = settings;
        this.stuck = stuck;
        this.seenBudget = new SeenJobs.Budget(settings.memory().seenJobs());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        LOG.info("Partitions assigned; partitions={}", assigned);
        inFlight.assign(
                assigned,
                name -> new AssignedPartition(
                        name,
                        settings.topics(),
                        new SeenJobs(name.topic(), settings.memory().seenWindow(), seenBudget)));
        consumer.get().pause(assigned);
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

    /** What is finished goes out, so that the next owner need not render it again, and what is not is no suspect there, unless a renderer is stuck. */
    void handOver(Collection<TopicPartition> leaving) {
        finished.take();
        transactions.handOver(consumer.get(), leaving, stuck.getAsBoolean());
        inFlight.end(leaving);
    }

    /** Asks what earlier owners left of partitions that are new here. */
    void open() {
        Set<TopicPartition> unopened = inFlight.unready().stream()
                .filter(partition -> !partition.isOpen())
                .map(AssignedPartition::partition)
                .collect(Collectors.toSet());
        if (unopened.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> left = consumer.get().committed(unopened, OPENING);
            for (TopicPartition name : unopened) {
                AssignedPartition partition = inFlight.get(name);
                if (partition != null) {
                    // Null for a partition of which nothing was ever committed.
                    open(partition, Objects.requireNonNullElseGet(left.get(name), () -> new OffsetAndMetadata(0)));
                }
            }
        } catch (TimeoutException e) {
            // A transaction of the earlier owner is still open; it ends or the broker ends it. Asked again.
            LOG.debug("The committed offsets of new partitions are not known yet", e);
        }
    }

    /** 8 characters at random: two processes of one partition's history are taken for one in 1 of 10^12 cases. */
    private static String newProcess() {
        long drawn = new SecureRandom().nextLong(36L * 36 * 36 * 36 * 36 * 36 * 36 * 36);
        return Long.toString(drawn, Character.MAX_RADIX);
    }

    private void open(AssignedPartition partition, OffsetAndMetadata left) {
        partition.open(left.offset(), left.metadata(), process);
        if (partition.journal().hasSuspects()) {
            LOG.warn(
                    "A worker ended while it had jobs; they run alone now; partition={} offsets={}",
                    partition.partition(),
                    partition.journal().suspects());
        }
        history.load(partition);
    }
}
