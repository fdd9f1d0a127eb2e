package org.limner.chaos.fault;

import java.util.Optional;

/**
 * A style's seed that asks for a fault: a generator sees no job ids, but every sampled style brings its seed along. Jobs
 * that mean no harm use seeds below 2^32.
 */
public final class FaultSeed {
    /** The upper 20 of a seed's 52 bits. */
    private static final long MARK = 0xC4A05L << 32;

    private static final int NUMBER_BITS = 24;
    private static final int MAX_NUMBER = (1 << NUMBER_BITS) - 1;

    private FaultSeed() {}

    /** @param number tells seeds of one fault apart, 0 to 2^24 - 1 */
    public static long of(Fault fault, int number) {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("number must be 0 to " + MAX_NUMBER + " but is " + number);
        }
        return MARK | (long) fault.ordinal() << NUMBER_BITS | number;
    }

    /** The fault that {@code seed} asks for; empty for an ordinary seed. */
    public static Optional<Fault> in(long seed) {
        int fault = (int) (seed >>> NUMBER_BITS) & 0xFF;
        return seed >>> 32 == MARK >>> 32 && fault < Fault.values().length
                ? Optional.of(Fault.values()[fault])
                : Optional.empty();
    }
}
