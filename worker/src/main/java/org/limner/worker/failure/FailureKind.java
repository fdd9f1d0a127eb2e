package org.limner.worker.failure;

/** Whose turn it is after a failure. */
public enum FailureKind {
    /** The job's: the same input fails again, its result is FAILED at once. */
    JOB,
    /** Memory was short: half the batch may fit. */
    RESOURCES,
    /** The worker's: a retry, here or elsewhere, may succeed. */
    WORKER
}
