package org.limner.schemas.seed;

/**
 * Philox4x32-10, the counter-based random number generator of Salmon et al. 2011, "Parallel random numbers: as easy as
 * 1, 2, 3" (SC11, section 3.3): ten rounds that turn a 128-bit counter and a 64-bit key into four random words. Without
 * state, so block 1,000 costs as much as block 0.
 */
final class Philox {
    private static final int ROUNDS = 10;
    // The multipliers and the two Weyl increments (golden ratio, sqrt(3) - 1) of the paper's Philox4x32.
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;

    private Philox() {}

    /**
     * The four words of one counter under one key.
     *
     * @param counter four words, least significant first
     * @param key     two words, least significant first
     */
    static int[] block(int[] counter, int[] key) {
        int c0 = counter[0];
        int c1 = counter[1];
        int c2 = counter[2];
        int c3 = counter[3];
        int k0 = key[0];
        int k1 = key[1];
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(c0);
            long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(c2);
            c0 = high(product1) ^ c1 ^ k0;
            c2 = high(product0) ^ c3 ^ k1;
            c1 = (int) product1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return new int[] {c0, c1, c2, c3};
    }

    private static int high(long product) {
        return (int) (product >>> 32);
    }
}
