package org.limner.worker.kafka;

/**
 * What a poll loop is doing, for readiness.
 *
 * @param detail a sentence for people: why it is not ready, or what it has
 */
public record LoopStatus(Phase phase, String detail) {

    /** Whether jobs are being taken and results published. */
    public boolean ready() {
        return phase == Phase.RUNNING;
    }

    /** The phases; all but {@code DRAINING} and {@code STOPPED} can follow each other in any order. */
    public enum Phase {
        /** Waits for the broker or for its topics. */
        CONNECTING,
        /** Waits for the consumer group. */
        JOINING,
        RUNNING,
        /** A transaction failed; the committed offsets will say how far it came. */
        RECOVERING,
        /** Takes no more jobs. */
        DRAINING,
        STOPPED
    }
}
