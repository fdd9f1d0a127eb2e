package org.limner.worker.batch;

import java.util.List;
import java.util.Optional;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.Provenance;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.batch.Outcome.Answered;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.JobRejectedException;
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

    /** The files of a job that has all its pictures. Throws RESULT_TOO_LARGE beyond the limits. */
    List<RenderedImage> files(RenderTask task) throws JobRejectedException {
        return images.publish(task.job(), task.pictures());
    }

    Answered succeeded(RenderTask task, List<RenderedImage> files, GeneratorRuntime runtime) {
        RenderJob job = task.job().job();
        return encoded(new RenderResult(
                job.id(),
                ResultStatus.SUCCEEDED,
                files,
                Optional.empty(),
                Optional.of(provenance(task, runtime)),
                task.timer().timing(),
                job.tags(),
                job.traceparent()));
    }

    /** A FAILED result of a job of which nothing else is known. */
    Answered failed(JobId id, JobError error, List<String> tags, Optional<String> traceparent, JobTimer timer) {
        return encoded(new RenderResult(
                id,
                ResultStatus.FAILED,
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

    private Provenance provenance(RenderTask task, GeneratorRuntime runtime) {
        ModelBundle bundle = task.job().bundle();
        return new Provenance(
                bundle.manifest().name(),
                bundle.manifest().version(),
                bundle.digest(),
                runtime.name(),
                runtime.provider(),
                bundle.manifest().precision().jsonName(),
                task.firstBatchSize(),
                worker);
    }

    private Answered encoded(RenderResult result) {
        Encoded encoded = encoding.encode(result);
        return new Answered(encoded.result(), encoded.record(), System.nanoTime());
    }
}
