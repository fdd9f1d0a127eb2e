package org.limner.worker.kafka;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions this worker has, and what is under way from them. Used by the poll thread alone. */
final class InFlight {
    private final Map<TopicPartition, AssignedPartition> partitions = new LinkedHashMap<>();

    /** Begins with partitions; gives what they are now. */
    List<AssignedPartition> assign(
            Collection<TopicPartition> assigned, Function<TopicPartition, AssignedPartition> make) {
        List<AssignedPartition> begun = assigned.stream().map(make).toList();
        begun.forEach(partition -> partitions.put(partition.partition(), partition));
        return begun;
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

    /** Jobs begun and not committed. */
    int jobs() {
        return partitions.values().stream()
                .mapToInt(partition ->
                        partition.progress().size() - partition.waiting().size())
                .sum();
    }

    /** Whether no record was taken that is not committed. */
    boolean isEmpty() {
        return partitions.values().stream()
                .allMatch(partition -> partition.progress().isEmpty());
    }

    /** Whether something is finished that can be published. */
    boolean hasFinished() {
        return partitions.values().stream()
                .anyMatch(partition -> partition.progress().hasFinishedPrefix());
    }

    /** Partitions from which nothing may be read yet, since what happened before is not known. */
    List<AssignedPartition> unready() {
        return partitions.values().stream()
                .filter(partition -> !partition.isReady())
                .toList();
    }

    /** Jobs begun and not finished. */
    int running() {
        return partitions.values().stream()
                .mapToInt(partition -> partition.progress().running().size())
                .sum();
    }

    /** Bytes reserved for jobs taken and not committed. */
    long bytes() {
        return partitions.values().stream()
                .mapToLong(partition -> partition.progress().bytes())
                .sum();
    }

    /** Whether an earlier crash is not cleared up: jobs that may have been its cause run alone until it is. */
    boolean hasSuspects() {
        return partitions.values().stream()
                .anyMatch(partition -> partition.isOpen() && partition.journal().hasSuspects());
    }
}
