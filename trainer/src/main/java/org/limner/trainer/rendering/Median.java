package org.limner.trainer.rendering;

import java.util.stream.DoubleStream;

/** The middle one of numbers, or the mean of the two that are in the middle. */
final class Median {
    private Median() {}

    static double of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
