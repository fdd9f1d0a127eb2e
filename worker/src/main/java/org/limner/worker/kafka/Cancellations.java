package org.limner.worker.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.limner.schemas.job.Cancellation;
import org.limner.schemas.job.JobId;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/** The jobs that were cancelled within the window; beyond a number, the latest of them. Thread-safe. */
final class Cancellations {
    private final long windowMillis;
    private final int limit;
    private final InstantSource clock;
    private final Map<JobId, Entry> jobs = new LinkedHashMap<>(); // the oldest first

    Cancellations(Duration window, int limit, InstantSource clock) {
        this.windowMillis = window.toMillis();
        this.limit = limit;
        this.clock = clock;
    }

    /** @param recordedAt of the record that says so, milliseconds since 1970 */
    synchronized void add(Cancellation cancellation, long recordedAt) {
        jobs.remove(cancellation.job());
        jobs.put(cancellation.job(), new Entry(cancellation.reason(), recordedAt));
        Iterator<Entry> oldest = jobs.values().iterator();
        while (oldest.hasNext() && (isPast(oldest.next()) || jobs.size() > limit)) {
            oldest.remove();
        }
    }

    /** The job is wanted again. */
    synchronized void remove(JobId job) {
        jobs.remove(job);
    }

    /** Why a job is not to be rendered; empty when nobody cancelled it. */
    synchronized Optional<JobError> of(JobId job) {
        Entry entry = jobs.get(job);
        return entry == null || isPast(entry)
                ? Optional.empty()
                : Optional.of(JobError.of(
                        ErrorCode.CANCELLED,
                        "the job's owner cancelled it"
                                + entry.reason.map(reason -> ": " + reason).orElse("")));
    }

    private boolean isPast(Entry entry) {
        return clock.millis() - entry.at > windowMillis;
    }

    private record Entry(Optional<String> reason, long at) {}
}
