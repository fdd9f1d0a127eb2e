package org.limner.trainer.training;

import java.util.SplittableRandom;
import org.limner.trainer.dataset.RandomStream;

/**
 * Standard normal numbers that belong to a seed and a step, so that a resumed training draws what it would have drawn:
 * the engine's own generator can be seeded but not saved. Box and Muller 1958.
 */
class NormalNumbers {
    private static final long STYLES = 0x7a; // keeps these apart from the streams of crops and orders

    private final SplittableRandom random;

    NormalNumbers(long seed, long step) {
        this.random = RandomStream.of(seed, step, STYLES);
    }

    /** The next numbers of the stream. */
    float[] next(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            numbers[i] = (float) (radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
        }
        return numbers;
    }
}
