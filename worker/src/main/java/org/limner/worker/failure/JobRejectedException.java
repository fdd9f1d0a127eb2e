package org.limner.worker.failure;

import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/** A job that cannot be rendered as it is; the same job is rejected again by every worker with the same bundles. */
public final class JobRejectedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient JobError error;

    public JobRejectedException(JobError error) {
        super(error.message());
        this.error = error;
    }

    /** Thrown by what reads one part of a job and does not know where the part came from: see {@link #at}. */
    public JobRejectedException(ErrorCode code, String message) {
        this(JobError.of(code, message));
    }

    public JobError error() {
        return error;
    }

    /** The same rejection with a JSON pointer into the job's data, for example {@code /styles/2/image}. */
    public JobRejectedException at(String path) {
        JobRejectedException located = new JobRejectedException(JobError.at(path, error.code(), error.message()));
        located.initCause(this);
        return located;
    }
}
