package org.limner.worker.failure;

import org.jspecify.annotations.Nullable;

/**
 * A store that gave no answer, or one that says nothing about the job: down, slow, throttling, misconfigured. Always the
 * worker's turn ({@link FailureKind#WORKER}): the same job may succeed later. What a store says about the job itself is a
 * {@link JobRejectedException}.
 */
public final class StoreFailedException extends Exception {
    private static final long serialVersionUID = 1;

    public StoreFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
