package org.limner.worker.kafka;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions this worker has, and the limits of what may be under way from them. Used by the poll thread alone. */
final class InFlight {
    private final Map<TopicPartition, AssignedPartition> partitions = new LinkedHashMap<>();
    private final int maxJobs;
    private final long maxBytes;

    /**
     * @param maxJobs  of one partition
     * @param maxBytes over all partitions
     */
    InFlight(int maxJobs, long maxBytes) {
        this.maxJobs = maxJobs;
        this.maxBytes = maxBytes;
    }

    void assign(Collection<TopicPartition> assigned) {
        assigned.forEach(partition -> partitions.put(partition, new AssignedPartition(partition)));
    }

    /** Forgets partitions; what is under way from them is abandoned. */
    void end(Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            AssignedPartition ended = partitions.remove(partition);
            if (ended != null) {
                ended.end();
            }
        }
    }

    void endAll() {
        end(List.copyOf(partitions.keySet()));
    }

    @Nullable
    AssignedPartition get(TopicPartition partition) {
        return partitions.get(partition);
    }

    Collection<AssignedPartition> partitions() {
        return partitions.values();
    }

    Set<TopicPartition> names() {
        return Set.copyOf(partitions.keySet());
    }

    /** Jobs taken and not committed. */
    int jobs() {
        return partitions.values().stream()
                .mapToInt(partition -> partition.progress().size())
                .sum();
    }

    /** Bytes reserved for them. */
    long bytes() {
        return partitions.values().stream()
                .mapToLong(partition -> partition.progress().bytes())
                .sum();
    }

    /**
     * Pauses the partitions from which the next poll must bring nothing, and resumes the others.
     *
     * @param admitting false: all of them
     */
    void pauseFull(Consumer<?, ?> consumer, boolean admitting) {
        boolean room = admitting && bytes() < maxBytes;
        for (AssignedPartition partition : partitions.values()) {
            boolean pause = !room || partition.progress().size() + ClientProperties.MAX_POLL_RECORDS > maxJobs;
            if (pause != partition.paused()) {
                if (pause) {
                    consumer.pause(Set.of(partition.partition()));
                } else {
                    consumer.resume(Set.of(partition.partition()));
                }
                partition.paused(pause);
            }
        }
    }
}
