package org.limner.worker.job;

import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;

/** What the contract allows and this worker does not serve. It is refused rather than ignored. */
final class UnservedFields {
    private UnservedFields() {}

    /** Throws UNSUPPORTED for the first such field. */
    static void refuse(RenderJob job) throws JobRejectedException {
        if (job.deadline().isPresent()) {
            // No pointer: expirytime is an attribute of the envelope, not a field of the data.
            throw new JobRejectedException(
                    ErrorCode.UNSUPPORTED,
                    "deadlines are not served yet: the job has expirytime "
                            + job.deadline().get());
        }
    }
}
