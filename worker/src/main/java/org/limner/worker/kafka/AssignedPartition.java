package org.limner.worker.kafka;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * One assignment of a partition to this worker, from the assignment to the revocation, and how far it is. Used by the
 * poll thread, but for {@link #ended}.
 */
final class AssignedPartition {
    private final TopicPartition partition;
    private final PartitionProgress<PublishableOutcome> progress = new PartitionProgress<>();
    private volatile boolean ended;
    private boolean paused;
    private OptionalLong committed = OptionalLong.empty();

    AssignedPartition(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    PartitionProgress<PublishableOutcome> progress() {
        return progress;
    }

    /** The offset that is committed; empty until this worker has committed or asked. */
    OptionalLong committed() {
        return committed;
    }

    /** Says what is committed; gives the outcomes that were published so. */
    List<PublishableOutcome> committed(long offset) {
        committed = OptionalLong.of(offset);
        return progress.committed(offset);
    }

    boolean paused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    /** Whether the partition is no longer this worker's; read by the pipeline's threads too. */
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
