package org.limner.trainer.bundle;

/** A graph that was written but does not open, does not run, or gives no numbers: its weights are to blame, and no bundle is made. */
public final class UnusableGraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableGraphException(String problem) {
        super(problem);
    }

    UnusableGraphException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
