package org.limner.worker.batch;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/** Whether a job is still to be rendered: its deadline, and what its owner says. Thread-safe. */
final class Wanted {
    private final Clock clock;

    Wanted(Clock clock) {
        this.clock = clock;
    }

    /** Why it is not to be rendered; empty while it is. */
    Optional<JobError> reasonNotTo(RenderJob job, Arrival arrival) {
        Optional<JobError> cancelled = arrival.cancellation(job.id());
        return cancelled.isPresent() ? cancelled : expired(job);
    }

    private Optional<JobError> expired(RenderJob job) {
        Instant now = clock.instant();
        return job.deadline()
                .filter(deadline -> !now.isBefore(deadline))
                .map(deadline -> JobError.of(
                        ErrorCode.DEADLINE_PASSED,
                        "the deadline " + deadline + " passed before the job was rendered; it is " + now));
    }
}
