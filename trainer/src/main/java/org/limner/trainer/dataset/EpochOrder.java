package org.limner.trainer.dataset;

import java.util.SplittableRandom;

/**
 * Which example is when: a fresh shuffle for each epoch, the same for the same seed, so that a run can go on anywhere.
 *
 * @param seed      of the run
 * @param size      examples in the data set
 * @param batchSize examples per step; what is left at an epoch's end is dropped, another epoch shuffles it in
 */
public record EpochOrder(long seed, int size, int batchSize) {
    public EpochOrder {
        if (batchSize < 1 || size < batchSize) {
            throw new DatasetException("%d examples do not make a batch of %d".formatted(size, batchSize));
        }
    }

    public int batchesPerEpoch() {
        return size / batchSize;
    }

    /** All examples of an epoch in their order. */
    public int[] shuffled(long epoch) {
        SplittableRandom random = new SplittableRandom(mix(seed, epoch, -1));
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The random numbers of one example's crop and mirror. */
    public SplittableRandom random(long epoch, int index) {
        return new SplittableRandom(mix(seed, epoch, index));
    }

    /** MurmurHash3's 64-bit finaliser over the three numbers: neighbours get unrelated streams. */
    private static long mix(long seed, long epoch, long index) {
        return finish(finish(finish(seed) + epoch) + index);
    }

    private static long finish(long h) {
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
