package org.limner.schemas.codec;

import org.limner.schemas.result.JobError;

/** The envelope is fine and its data breaks the contract; carries what a FAILED result says. */
final class InvalidDataException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient JobError error;

    InvalidDataException(JobError error) {
        super(error.message());
        this.error = error;
    }

    JobError error() {
        return error;
    }

    /** For readers without a result to write: the message, led by the pointer. */
    IllegalArgumentException asIllegalArgument(String what) {
        return new IllegalArgumentException(
                what + error.path().map(path -> " at " + path).orElse("") + ": " + error.message(), this);
    }
}
