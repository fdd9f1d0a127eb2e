package org.limner.trainer.training;

/**
 * How far a training has come.
 *
 * @param step    steps taken
 * @param epoch   passes over the data completed
 * @param seconds spent in all, those before a resume included
 */
public record Position(long step, long epoch, double seconds) {
    /** Before the first step. */
    public static final Position START = new Position(0, 0, 0);
}
