package org.limner.schemas.result;

import java.util.List;
import java.util.Optional;
import org.limner.schemas.job.JobId;

/**
 * The one terminal answer to a job: the meaning of a record on {@code limner.results}.
 *
 * @param job         whose answer it is; also the record's key
 * @param images      one per style, in the order of the styles; empty unless SUCCEEDED
 * @param error       present unless SUCCEEDED
 * @param provenance  what rendered; absent when nothing was rendered
 * @param tags        the job's
 * @param traceparent the job's
 */
public record RenderResult(
        JobId job,
        ResultStatus status,
        List<RenderedImage> images,
        Optional<JobError> error,
        Optional<Provenance> provenance,
        Timing timing,
        List<String> tags,
        Optional<String> traceparent) {
    public RenderResult {
        images = List.copyOf(images);
        tags = List.copyOf(tags);
        boolean succeeded = status == ResultStatus.SUCCEEDED;
        if (succeeded == error.isPresent()) {
            throw new IllegalArgumentException(
                    "a result has an error exactly when it is not SUCCEEDED, not at " + status);
        }
        if (!succeeded && !images.isEmpty()) {
            throw new IllegalArgumentException(
                    "a " + status + " result has no images but this one has " + images.size());
        }
    }
}
