package org.limner.worker.batch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What decode threads are reading, and since when: an encoder or a store can hang as a generator can. Thread-safe. */
final class RecordsBeingRead {
    private final LongSupplier nanoTime;
    private final Map<Thread, Read> reads = new ConcurrentHashMap<>();

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    RecordsBeingRead(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** This thread begins to read {@code record}. */
    void begin(Arrival record) {
        reads.put(Thread.currentThread(), new Read(record, nanoTime.getAsLong()));
    }

    /** This thread reads no more. */
    void end() {
        reads.remove(Thread.currentThread());
    }

    /** The record that has been read for longest if that is longer than {@code limit}, with how long. */
    Optional<String> trouble(Duration limit) {
        long now = nanoTime.getAsLong();
        return reads.values().stream()
                .max((a, b) -> Long.compare(now - a.since, now - b.since))
                .filter(read -> Duration.ofNanos(now - read.since).compareTo(limit) > 0)
                .map(read -> what(read.record) + " has been read for "
                        + Duration.ofNanos(now - read.since).toSeconds() + " s, the limit is " + limit.toSeconds()
                        + " s: its references are followed, its masks decoded, its styles encoded");
    }

    private static String what(Arrival record) {
        return JobIntake.id(record).map(id -> "job " + id).orElseGet(() -> {
            byte[] value = record.value();
            return "a record of " + (value == null ? 0 : value.length) + " bytes";
        });
    }

    private record Read(Arrival record, long since) {}
}
