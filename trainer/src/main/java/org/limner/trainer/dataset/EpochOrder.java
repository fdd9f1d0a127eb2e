package org.limner.trainer.dataset;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which example is when: a fresh shuffle for each epoch, the same for the same seed, so that a run can go on anywhere;
 * or always the data's own order.
 *
 * @param seed      of the run
 * @param size      examples in the data set
 * @param batchSize examples per step; what is left at an epoch's end is dropped, another epoch shuffles it in
 * @param shuffles  whether there is a shuffle; otherwise what is left is never seen
 */
public record EpochOrder(long seed, int size, int batchSize, boolean shuffles) {
    private static final long SHUFFLE = -1; // where an example's stream has its index

    public EpochOrder {
        if (batchSize < 1 || size < batchSize) {
            throw new DatasetException("%d examples do not make a batch of %d".formatted(size, batchSize));
        }
    }

    /** A fresh shuffle for each epoch. */
    public EpochOrder(long seed, int size, int batchSize) {
        this(seed, size, batchSize, true);
    }

    public int batchesPerEpoch() {
        return size / batchSize;
    }

    /** All examples of an epoch in their order. */
    public int[] shuffled(long epoch) {
        if (!shuffles) {
            return IntStream.range(0, size).toArray();
        }
        SplittableRandom random = RandomStream.of(seed, epoch, SHUFFLE);
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
        return RandomStream.of(seed, epoch, index);
    }
}
