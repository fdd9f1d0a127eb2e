package org.limner.worker.generator;

/**
 * A mask as its bundle's generator reads it, made by {@link Generator#prepare}; nobody else looks inside. Two of one
 * generator are equal exactly when their masks are, which costs no more than a look. Immutable, so that jobs of the same
 * mask share one and every session of the bundle can read it.
 */
public interface PreparedMask {
    /** Memory it holds. */
    long bytes();
}
