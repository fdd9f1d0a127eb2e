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

    /** Takes an offset, which waits from now on. {@code recordBytes} count until {@link #start}. */
    void take(long offset, long recordBytes) {
        if (!taken.isEmpty() && offset <= taken.lastKey()) {
            throw new IllegalStateException("offset " + offset + " was taken after " + taken.lastKey());
        }
        taken.put(offset, new Taken<>(null, recordBytes, false));
        bytes += recordBytes;
    }

    /** Begins with an offset that waits. {@code moreBytes} count too until {@link #finish} says how many there are. */
    void start(long offset, long moreBytes) {
        Taken<O> waiting = taken.get(offset);
        if (waiting == null || waiting.started || waiting.outcome != null) {
            throw new IllegalStateException("offset " + offset + " does not wait: " + waiting);
        }
        taken.put(offset, new Taken<>(null, waiting.bytes + moreBytes, true));
        bytes += moreBytes;
    }

    /** Says what came out of an offset. Does nothing if the offset was committed or finished before. */
    void finish(long offset, O outcome, long outcomeBytes) {
        Taken<O> before = taken.get(offset);
        if (before != null && before.outcome == null) {
            taken.put(offset, new Taken<>(outcome, outcomeBytes, before.started));
            bytes += outcomeBytes - before.bytes;
        }
    }

    /**
     * What may be committed now, or the beginning of it.
     *
     * @param maxBytes of the outcomes; the first one may have more
     * @param position where the consumer reads next: beyond the last offset taken when there is more than records in the
     *                 log, such as the markers of transactions
     */
    Prefix<O> prefix(long maxBytes, long position) {
        List<O> outcomes = new ArrayList<>();
        long prefixBytes = 0;
        for (Map.Entry<Long, Taken<O>> entry : taken.entrySet()) {
            O outcome = entry.getValue().outcome;
            boolean fits = outcomes.isEmpty() || prefixBytes + entry.getValue().bytes <= maxBytes;
            if (outcome == null || !fits) {
                return new Prefix<>(outcomes, prefixBytes, entry.getKey());
            }
            prefixBytes += entry.getValue().bytes;
            outcomes.add(outcome);
        }
        return new Prefix<>(outcomes, prefixBytes, position);
    }

    boolean isEmpty() {
        return taken.isEmpty();
    }

    /** The first offset taken and not committed. */
    long first() {
        return taken.firstKey();
    }

    /** The last offset taken. */
    long last() {
        return taken.lastKey();
    }

    /** Whether at least the first offset taken is finished. */
    boolean hasFinishedPrefix() {
        return !taken.isEmpty() && taken.firstEntry().getValue().outcome != null;
    }

    /** Forgets everything below {@code offset}, which is committed; gives the outcomes that were published so. */
    List<O> committed(long offset) {
        NavigableMap<Long, Taken<O>> below = taken.headMap(offset, false);
        List<O> published = new ArrayList<>();
        for (Taken<O> entry : below.values()) {
            bytes -= entry.bytes;
            if (entry.outcome != null) {
                published.add(entry.outcome);
            }
        }
        below.clear();
        return published;
    }

    /** Offsets taken and not committed. */
    int size() {
        return taken.size();
    }

    boolean hasTaken(long offset) {
        return taken.containsKey(offset);
    }

    /** Offsets that were begun and are not finished. */
    List<Long> running() {
        return taken.entrySet().stream()
                .filter(entry -> entry.getValue().started && entry.getValue().outcome == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Bytes reserved for them. */
    long bytes() {
        return bytes;
    }

    /**
     * The finished offsets before the first unfinished one.
     *
     * @param outcomes in the order of their offsets
     * @param bytes    of the outcomes
     * @param next     the offset to commit: that of the next record to be read after a crash
     */
    record Prefix<O>(List<O> outcomes, long bytes, long next) {
        Prefix {
            outcomes = List.copyOf(outcomes);
        }
    }

    private record Taken<O>(@Nullable O outcome, long bytes, boolean started) {}
}
