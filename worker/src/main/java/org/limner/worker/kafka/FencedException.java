package org.limner.worker.kafka;

/** Another process uses this worker's transactional id; going on would fence it and be fenced by it for ever. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FencedException(String message, Throwable cause) {
        super(message, cause);
    }
}
