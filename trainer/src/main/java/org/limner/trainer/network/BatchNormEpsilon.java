package org.limner.trainer.network;

/** How batch normalisation keeps from dividing by zero while training; in settings in lower case. Rendering always adds. */
public enum BatchNormEpsilon {
    /** {@code 1 / sqrt(variance + epsilon)}: the paper's formula, and what the reference computes on one device. */
    ADDED,
    /** {@code 1 / sqrt(max(variance, epsilon))}: what the reference's synchronised batch norm computes on several. */
    CLAMPED
}
