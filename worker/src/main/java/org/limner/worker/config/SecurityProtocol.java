package org.limner.worker.config;

/** How a connection to a broker is protected. */
public enum SecurityProtocol {
    PLAINTEXT(false, false),
    SSL(true, false),
    SASL_PLAINTEXT(false, true),
    SASL_SSL(true, true);

    private final boolean encrypted;
    private final boolean named;

    SecurityProtocol(boolean encrypted, boolean named) {
        this.encrypted = encrypted;
        this.named = named;
    }

    /** Whether the broker shows a certificate. */
    public boolean encrypted() {
        return encrypted;
    }

    /** Whether the worker says who it is. */
    public boolean named() {
        return named;
    }
}
