package org.limner.trainer.evaluation;

import java.util.OptionalDouble;

/**
 * How often each class was taken for each: one matrix over all pictures, as the PASCAL VOC and Cityscapes benchmarks count. Not
 * thread-safe.
 */
public final class ConfusionMatrix {
    private final int classes;
    private final long[][] counts; // [truth][prediction]; the last column: predicted to be none of the classes

    /** @param classes that a pixel can be of, at least 1 */
    public ConfusionMatrix(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("accuracy needs at least 1 class, not " + classes);
        }
        this.classes = classes;
        this.counts = new long[classes][classes + 1];
    }

    /**
     * Counts one picture.
     *
     * @param truth     a label per pixel; a pixel whose label is not in {@code counted} is void
     * @param predicted as long; a value that is no class is an error whatever the truth
     * @param counted   by label, whether its pixels count
     */
    public void add(short[] truth, short[] predicted, boolean[] counted) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(truth.length + " labels but " + predicted.length + " predicted");
        }
        for (int i = 0; i < truth.length; i++) {
            int label = truth[i];
            if (label < classes && counted[label]) {
                int guess = predicted[i];
                counts[label][guess >= 0 && guess < classes ? guess : classes]++;
            }
        }
    }

    public int classes() {
        return classes;
    }

    /** Pixels that were counted. */
    public long pixels() {
        long sum = 0;
        for (int label = 0; label < classes; label++) {
            sum += truth(label);
        }
        return sum;
    }

    /** The part of the counted pixels that have the right class, from 0 to 1; empty without pixels. */
    public OptionalDouble pixelAccuracy() {
        long right = 0;
        for (int label = 0; label < classes; label++) {
            right += counts[label][label];
        }
        long all = pixels();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) right / all);
    }

    /** Intersection over union of a class, from 0 to 1; empty where the truth never has the class. */
    public OptionalDouble intersectionOverUnion(int label) {
        long truth = truth(label);
        if (truth == 0) {
            return OptionalDouble.empty();
        }
        long predicted = 0;
        for (long[] row : counts) {
            predicted += row[label];
        }
        long both = counts[label][label];
        return OptionalDouble.of((double) both / (truth + predicted - both));
    }

    /** The mean over the classes that occur in the truth; empty without pixels. */
    public OptionalDouble meanIntersectionOverUnion() {
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < classes; label++) {
            OptionalDouble one = intersectionOverUnion(label);
            if (one.isPresent()) {
                sum += one.getAsDouble();
                occurring++;
            }
        }
        return occurring == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / occurring);
    }

    private long truth(int label) {
        long sum = 0;
        for (long count : counts[label]) {
            sum += count;
        }
        return sum;
    }
}
