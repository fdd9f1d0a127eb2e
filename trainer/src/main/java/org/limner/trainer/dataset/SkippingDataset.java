package org.limner.trainer.dataset;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A data set some of whose examples cannot be read: in the place of one of those comes another, always the same one, so
 * that a batch stays a function of its step. What is broken is said once and counted; more than a tenth of the data, or
 * eight in a row, is no accident any more and ends the training.
 */
public final class SkippingDataset implements Dataset {
    private static final int MOST_PER_EXAMPLE = 8; // at a tenth of broken ones this comes by chance once in 10^8
    private static final int LEAST_GOOD_PER_BROKEN = 9;

    private final Dataset dataset;
    private final Consumer<String> log;
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();

    private SkippingDataset(Dataset dataset, Consumer<String> log) {
        this.dataset = dataset;
        this.log = log;
    }

    /**
     * @param log told once of each broken example, from whichever thread reads it
     */
    public static SkippingDataset wrap(Dataset dataset, Consumer<String> log) {
        return new SkippingDataset(dataset, log);
    }

    /** How many of {@code size} examples may be broken. */
    public static int tolerated(int size) {
        return Math.max(1, size / (LEAST_GOOD_PER_BROKEN + 1));
    }

    @Override
    public String name() {
        return dataset.name();
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public ClassTable classes() {
        return dataset.classes();
    }

    @Override
    public int brokenExamples() {
        return broken.size();
    }

    @Override
    public Dataset strict() {
        return dataset.strict();
    }

    @Override
    public Example example(int index) {
        SplittableRandom others = RandomStream.of(index);
        int asked = index;
        for (int attempt = 1; ; attempt++) {
            try {
                return dataset.example(asked);
            } catch (DatasetException e) {
                note(asked, e);
                if (attempt == MOST_PER_EXAMPLE) {
                    throw new DatasetException(
                            "%d examples in a row cannot be read; the last: %s".formatted(attempt, e.getMessage()), e);
                }
                asked = others.nextInt(size());
            }
        }
    }

    private void note(int index, DatasetException e) {
        if (broken.add(index)) {
            log.accept("skipped: " + e.getMessage());
        }
        if (broken.size() > tolerated(size())) {
            throw new DatasetException(
                    "%d of %,d examples cannot be read, and data.broken=skip leaves out %d at most; the last: %s"
                            .formatted(broken.size(), size(), tolerated(size()), e.getMessage()),
                    e);
        }
    }
}
