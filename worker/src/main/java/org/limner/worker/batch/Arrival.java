package org.limner.worker.batch;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.job.JobId;
import org.limner.schemas.result.JobError;

/** A record that was taken from a jobs topic and waits for its outcome. */
public interface Arrival {
    /** The last value of each header. */
    Map<String, byte[]> headers();

    /** What should be a job; null for a record without a value. Not to be changed. */
    byte @Nullable [] value();

    /** When the job was published. */
    Instant published();

    /** Whether nobody wants the outcome any more, since the partition went to another worker: work on it may stop. */
    boolean abandoned();

    /** Why the job must not be rendered, known before it was read: it ended its worker's process too often. */
    default Optional<JobError> refusal() {
        return Optional.empty();
    }

    /** Why nobody wants job {@code id} any more, as its owner says; asked again and again, from any thread. */
    default Optional<JobError> cancellation(JobId id) {
        return Optional.empty();
    }

    /** When the job comes back if its outcome is {@link Outcome.Retry}; empty when it was tried often enough. */
    default Optional<Instant> retryDue() {
        return Optional.empty();
    }

    /** Takes the outcome, from any thread. Called once; not at all when the arrival is abandoned. */
    void finish(Outcome outcome);

    /** Nothing is done for it any more, whether it has its outcome or was found abandoned. From any thread. */
    default void released() {}
}
