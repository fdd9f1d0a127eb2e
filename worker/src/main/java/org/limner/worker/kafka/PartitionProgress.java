package org.limner.worker.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition is: the offsets taken from it and not yet committed, in their order, with what came out of them.
 *
 * <p>Only the contiguous prefix of finished offsets may be committed. What is finished above a gap waits: published
 * early, it would be published a second time after a crash, since the committed offset cannot cover it.
 *
 * <p>Used by the poll thread alone. One object lives from assignment to revocation; a partition that comes back gets a
 * new one.
 *
 * @param <O> what a finished offset holds until it is committed
 */
final class PartitionProgress<O> {
    private final NavigableMap<Long, Taken<O>> taken = new TreeMap<>();
    private long bytes;

    /** Takes an offset. {@code reservedBytes} count until {@link #finish} says how many there are. */
    void take(long offset, long reservedBytes) {
        if (!taken.isEmpty() && offset <= taken.lastKey()) {
            throw new IllegalStateException("offset " + offset + " was taken after " + taken.lastKey());
        }
        taken.put(offset, new Taken<>(null, reservedBytes));
        bytes += reservedBytes;
    }

    /** Says what came out of an offset. Does nothing if the offset was committed or finished before. */
    void finish(long offset, O outcome, long outcomeBytes) {
        Taken<O> before = taken.get(offset);
        if (before != null && before.outcome == null) {
            taken.put(offset, new Taken<>(outcome, outcomeBytes));
            bytes += outcomeBytes - before.bytes;
        }
    }

    /**
     * What may be committed now.
     *
     * @param position where the consumer reads next: beyond the last offset taken when there is more than records in the
     *                 log, such as the markers of transactions
     */
    Prefix<O> prefix(long position) {
        List<O> outcomes = new ArrayList<>();
        for (Map.Entry<Long, Taken<O>> entry : taken.entrySet()) {
            O outcome = entry.getValue().outcome;
            if (outcome == null) {
                return new Prefix<>(outcomes, entry.getKey());
            }
            outcomes.add(outcome);
        }
        return new Prefix<>(outcomes, position);
    }

    /** Whether at least the first offset taken is finished. */
    boolean hasFinishedPrefix() {
        return !taken.isEmpty() && taken.firstEntry().getValue().outcome != null;
    }

    /** Forgets everything below {@code offset}, which is committed. */
    void committed(long offset) {
        NavigableMap<Long, Taken<O>> below = taken.headMap(offset, false);
        below.values().forEach(entry -> bytes -= entry.bytes);
        below.clear();
    }

    /** Offsets taken and not committed. */
    int size() {
        return taken.size();
    }

    /** Bytes reserved for them. */
    long bytes() {
        return bytes;
    }

    /**
     * The finished offsets before the first unfinished one.
     *
     * @param outcomes in the order of their offsets
     * @param next     the offset to commit: that of the next record to be read after a crash
     */
    record Prefix<O>(List<O> outcomes, long next) {
        Prefix {
            outcomes = List.copyOf(outcomes);
        }
    }

    private record Taken<O>(@Nullable O outcome, long bytes) {}
}
