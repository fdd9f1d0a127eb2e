package org.limner.schemas.result;

import java.util.Optional;

/**
 * Why a job did not succeed.
 *
 * @param message for a person, with the numbers; never the payload's bytes
 * @param path    a JSON pointer into the job's data, for example {@code /styles/2}
 */
public record JobError(ErrorCode code, String message, Optional<String> path) {

    /** An error that points at one field of the job's data. */
    public static JobError at(String path, ErrorCode code, String message) {
        return new JobError(code, message, Optional.of(path));
    }

    /** An error of the job as a whole. */
    public static JobError of(ErrorCode code, String message) {
        return new JobError(code, message, Optional.empty());
    }
}
