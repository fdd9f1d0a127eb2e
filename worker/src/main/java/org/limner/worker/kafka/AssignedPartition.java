package org.limner.worker.kafka;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One assignment of a partition to this worker, from the assignment to the revocation, and how far it is. Used by the
 * poll thread, but for {@link #ended}, {@link #seen} and {@link #historyKnown}.
 */
final class AssignedPartition {
    private final TopicPartition partition;
    private final Lane lane;
    private final Optional<RetryTopic> retry;
    private final SeenJobs seen;
    private final PartitionProgress<PublishableOutcome> progress = new PartitionProgress<>();
    private final Deque<Admission> waiting = new ArrayDeque<>();
    private volatile boolean ended;
    private volatile boolean historyKnown;
    private boolean paused = true;
    private Instant notBefore = Instant.MIN;
    private OptionalLong committed = OptionalLong.empty();
    private @Nullable AttemptJournal journal;

    /** Paused, until it is known what happened before. */
    AssignedPartition(TopicPartition partition, TopicNames topics, SeenJobs seen) {
        this.partition = partition;
        this.lane = topics.lane(partition.topic());
        this.retry = topics.retry(partition.topic());
        this.seen = seen;
    }

    TopicPartition partition() {
        return partition;
    }

    Lane lane() {
        return lane;
    }

    /** Empty for a lane's partition. */
    Optional<RetryTopic> retry() {
        return retry;
    }

    /** The jobs of the partition's topic that were taken before, and those that are under way. */
    SeenJobs seen() {
        return seen;
    }

    PartitionProgress<PublishableOutcome> progress() {
        return progress;
    }

    /** Records that were read and not begun with, in their order. */
    Deque<Admission> waiting() {
        return waiting;
    }

    /** Says what an earlier owner left: the committed offset and its metadata. See {@link AttemptJournal}. */
    void open(long offset, String metadata, String process) {
        committed = OptionalLong.of(offset);
        journal = new AttemptJournal(offset, metadata, process);
    }

    /** Whether {@link #open} was called. */
    boolean isOpen() {
        return journal != null;
    }

    AttemptJournal journal() {
        if (journal == null) {
            throw new IllegalStateException(partition + " is not open");
        }
        return journal;
    }

    /** Whether records may be read: it is known what was left and which jobs were taken before. */
    boolean isReady() {
        return isOpen() && historyKnown;
    }

    /** Called when {@link #seen} is complete, from any thread. */
    void historyKnown() {
        historyKnown = true;
    }

    /** The offset that is committed; empty until this worker has asked or committed. */
    OptionalLong committed() {
        return committed;
    }

    /** Says what is committed; gives the outcomes that were published so. */
    List<PublishableOutcome> committed(long offset) {
        committed = OptionalLong.of(offset);
        List<PublishableOutcome> published = progress.committed(offset);
        published.forEach(outcome -> outcome.claimed().ifPresent(seen::committed));
        return published;
    }

    boolean paused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    /** When the next record is due; long ago for a lane. */
    Instant notBefore() {
        return notBefore;
    }

    void notBefore(Instant due) {
        notBefore = due;
    }

    /** Whether the partition is no longer this worker's; read by other threads too. */
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
        waiting.clear();
        seen.close();
    }
}
