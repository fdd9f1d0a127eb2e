package org.limner.worker.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.limner.schemas.codec.CloudEventHeaders;
import org.limner.schemas.codec.DeadLetterReason;
import org.limner.schemas.codec.DecodedJob;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.job.JobPreparation;
import org.limner.worker.job.PreparedJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a record: what it is, and everything in it that a generator needs. Thread-safe. */
public final class JobIntake {
    private static final Logger LOG = LoggerFactory.getLogger(JobIntake.class);

    private final JobCodec codec;
    private final JobPreparation preparation;
    private final Wanted wanted;

    /** @param clock that deadlines are held against */
    public JobIntake(JobCodec codec, JobPreparation preparation, Clock clock) {
        this.codec = codec;
        this.preparation = preparation;
        this.wanted = new Wanted(clock);
    }

    /** What a record turned out to be. */
    sealed interface Reading {

        /** A job that can be rendered. */
        record Renderable(PreparedJob job) implements Reading {}

        /** A job that ends here. */
        record Refused(JobId id, JobError error, List<String> tags, Optional<String> traceparent) implements Reading {}

        /** A job that could not be read, by no fault of its own. */
        record Faulted(RenderJob job, JobError fault) implements Reading {}

        /** A job of which nothing but its id could be read, by no fault of its own. */
        record Unread(JobId id, JobError fault) implements Reading {}

        /** No job. */
        record NotAJob(DeadLetterReason reason, String detail) implements Reading {}
    }

    Reading read(Arrival arrival) {
        DecodedJob decoded = codec.decode(arrival.headers(), arrival.value());
        if (decoded instanceof DecodedJob.NotAJob notAJob) {
            return new Reading.NotAJob(notAJob.reason(), notAJob.detail());
        }
        if (decoded instanceof DecodedJob.Broken broken) {
            return new Reading.Refused(broken.id(), broken.error(), broken.tags(), broken.traceparent());
        }
        RenderJob job = ((DecodedJob.Accepted) decoded).job();
        Optional<JobError> not = arrival.refusal().or(() -> wanted.reasonNotTo(job, arrival));
        return not.isPresent() ? refused(job, not.get()) : prepare(job);
    }

    /** What is left of a record whose reading failed unforeseen: a job that may be read another time, if it has an id. */
    Reading unread(Arrival arrival, Throwable failure) {
        String message = "reading the record failed with " + failure;
        return id(arrival)
                .<Reading>map(id -> new Reading.Unread(id, JobError.of(ErrorCode.RENDER_FAILED, message)))
                .orElseGet(() -> new Reading.NotAJob(DeadLetterReason.MALFORMED_ENVELOPE, message));
    }

    /** The job's id as far as the headers tell: structured mode has it in the value. */
    static Optional<JobId> id(Arrival arrival) {
        byte[] id = arrival.headers().get(CloudEventHeaders.ID);
        try {
            return id == null ? Optional.empty() : Optional.of(new JobId(new String(id, UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an id that no job can have
        }
    }

    private Reading prepare(RenderJob job) {
        try {
            return new Reading.Renderable(prepareTwice(job));
        } catch (JobRejectedException e) {
            return refused(job, e.error());
        } catch (InferenceFailedException e) {
            LOG.warn("A style's photograph could not be encoded, twice; jobId={} kind={}", job.id(), e.kind(), e);
            JobError error = JobError.of(ErrorCode.RENDER_FAILED, "encoding a style failed twice: " + e.getMessage());
            return e.kind() == FailureKind.JOB ? refused(job, error) : new Reading.Faulted(job, error);
        } catch (StoreFailedException e) {
            LOG.warn("A job's reference could not be followed; jobId={} reason={}", job.id(), e.getMessage());
            return new Reading.Faulted(job, JobError.of(ErrorCode.STORE_UNAVAILABLE, String.valueOf(e.getMessage())));
        } catch (RuntimeException | StackOverflowError e) {
            // Most likely the job's doing, which it would do again.
            LOG.error("Reading a job failed; jobId={}", job.id(), e);
            return refused(job, readingFailed(e));
        } catch (Error e) {
            // The worker is short of memory or of a class: the job had only the bad luck to be here.
            LOG.error("Reading a job failed; jobId={}", job.id(), e);
            return new Reading.Faulted(job, readingFailed(e));
        }
    }

    private static JobError readingFailed(Throwable failure) {
        return JobError.of(ErrorCode.RENDER_FAILED, "reading the job failed with " + failure);
    }

    private PreparedJob prepareTwice(RenderJob job)
            throws JobRejectedException, InferenceFailedException, StoreFailedException {
        try {
            return preparation.prepare(job);
        } catch (InferenceFailedException e) {
            if (e.kind() == FailureKind.JOB) {
                throw e;
            }
            return preparation.prepare(job);
        }
    }

    private static Reading refused(RenderJob job, JobError error) {
        return new Reading.Refused(job.id(), error, job.tags(), job.traceparent());
    }
}
