package org.limner.worker.batch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.batch.Outcome.Answered;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.generator.GeneratorRuntime;
import org.limner.worker.job.ImagePublication;
import org.limner.worker.job.ResultEncoding;
import org.limner.worker.job.ResultEncoding.Encoded;

/** Writes image files and results. Thread-safe. */
public final class ResultWriter {
    private final ImagePublication images;
    private final ResultEncoding encoding;
    private final String worker;

    /** @param worker the worker's id, for provenance */
    public ResultWriter(ImagePublication images, ResultEncoding encoding, String worker) {
        this.images = images;
        this.encoding = encoding;
        this.worker = worker;
    }

    /** The files of a job that has all its pictures, in the store or not. Throws RESULT_TOO_LARGE beyond the limits. */
    List<RenderedImage> files(RenderTask task) throws JobRejectedException, StoreFailedException {
        return images.publish(task.job(), task.pictures());
    }

    Answered succeeded(RenderTask task, List<RenderedImage> files, GeneratorRuntime runtime) {
        RenderJob job = task.job().job();
        return encoded(new RenderResult(
                job.id(),
                ResultStatus.SUCCEEDED,
                files,
                Optional.empty(),
                Optional.of(task.job().provenance(runtime, task.firstBatchSize(), worker)),
                task.timer().timing(),
                job.tags(),
                job.traceparent()));
    }

    /** The result of a job that ends with {@code error}, of which nothing else is known: FAILED, EXPIRED or CANCELLED. */
    Answered failed(JobId id, JobError error, List<String> tags, Optional<String> traceparent, JobTimer timer) {
        return encoded(new RenderResult(
                id,
                status(error.code()),
                List.of(),
                Optional.of(error),
                Optional.empty(),
                timer.timing(),
                tags,
                traceparent));
    }

    Answered failed(RenderTask task, JobError error) {
        RenderJob job = task.job().job();
        return failed(job.id(), error, job.tags(), job.traceparent(), task.timer());
    }

    /**
     * What becomes of a job that failed by no fault of its own: a retry, unless it was tried often enough, or its deadline
     * would pass before the next time.
     */
    Outcome faulted(Arrival arrival, RenderJob job, JobError fault, JobTimer timer) {
        return faulted(arrival, job.id(), job.deadline(), fault, job.tags(), job.traceparent(), timer);
    }

    /** The same for a job of which nothing but its id could be read. */
    Outcome faulted(Arrival arrival, JobId id, JobError fault, JobTimer timer) {
        return faulted(arrival, id, Optional.empty(), fault, List.of(), Optional.empty(), timer);
    }

    private Outcome faulted(
            Arrival arrival,
            JobId id,
            Optional<Instant> deadline,
            JobError fault,
            List<String> tags,
            Optional<String> traceparent,
            JobTimer timer) {
        Optional<Instant> due = arrival.retryDue();
        if (due.isEmpty()) {
            return failed(id, fault, tags, traceparent, timer);
        }
        if (deadline.isPresent() && !due.get().isBefore(deadline.get())) {
            JobError late = JobError.of(
                    ErrorCode.DEADLINE_PASSED,
                    "the deadline " + deadline.get() + " passes before the job is tried again at " + due.get()
                            + "; the last fault: " + fault.message());
            return failed(id, late, tags, traceparent, timer);
        }
        byte[] value = arrival.value();
        return new Outcome.Retry(id, fault.message(), value == null ? 0 : value.length, System.nanoTime());
    }

    private static ResultStatus status(ErrorCode code) {
        if (code == ErrorCode.DEADLINE_PASSED) {
            return ResultStatus.EXPIRED;
        }
        return code == ErrorCode.CANCELLED ? ResultStatus.CANCELLED : ResultStatus.FAILED;
    }

    private Answered encoded(RenderResult result) {
        Encoded encoded = encoding.encode(result);
        return new Answered(encoded.result(), encoded.record(), System.nanoTime());
    }
}
