package org.limner.worker.bundle;

import org.jspecify.annotations.Nullable;

/** A bundle that must not be served. Unchecked, since it ends the program's start: nothing is rendered by half. */
public final class BundleRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param reason with the bundle's folder or reference and the numbers that do not fit */
    public BundleRefusedException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    public BundleRefusedException(String reason) {
        this(reason, null);
    }
}
