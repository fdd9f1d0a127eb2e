package org.limner.trainer.dataset;

import java.util.SplittableRandom;

/**
 * Random numbers that belong to a few numbers, such as seed and step, and to nothing that happened before: what makes a
 * training resumable without a saved generator.
 */
public final class RandomStream {
    private RandomStream() {}

    /**
     * The stream of these numbers; those of neighbouring numbers have nothing in common. (Adding to a
     * {@link SplittableRandom}'s seed would not do: its stream is a walk in fixed steps, and the same walk would be
     * entered a little later.)
     */
    public static SplittableRandom of(long... numbers) {
        long state = 0;
        for (long number : numbers) {
            state = finish(state + number);
        }
        return new SplittableRandom(state);
    }

    /** MurmurHash3's 64-bit finaliser, behind an offset that keeps zeros from staying zeros. */
    private static long finish(long number) {
        long h = number + 0x2545f4914f6cdd1dL;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
