package org.limner.worker.kafka;

import org.limner.worker.batch.Outcome;

/** Hears what a poll loop does, on its thread; must return at once. */
public interface LoopListener {
    /** Hears nothing. */
    LoopListener NONE = new LoopListener() {};

    /** An outcome is on its topic and its offset committed. */
    default void published(Outcome outcome) {}

    /** A transaction was committed. */
    default void committed() {}

    /** A transaction failed; whether it was committed is not known yet. */
    default void failed() {}
}
