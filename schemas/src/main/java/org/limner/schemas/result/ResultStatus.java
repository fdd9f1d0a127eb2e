package org.limner.schemas.result;

/** How a job ended. Every accepted job ends in exactly one of these. */
public enum ResultStatus {
    SUCCEEDED,
    FAILED,
    EXPIRED,
    CANCELLED
}
