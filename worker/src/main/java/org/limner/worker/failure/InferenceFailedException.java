package org.limner.worker.failure;

import org.jspecify.annotations.Nullable;

/** A session run that gave no images. The message carries the numbers; the cause is the runtime's own exception. */
public final class InferenceFailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final FailureKind kind;

    public InferenceFailedException(FailureKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }
}
