package org.limner.trainer.dataset;

/**
 * Photographs with a label map each. Examples are read from several threads at once, each as often as there are epochs,
 * so an example is made anew at every call and an index always gives the same one.
 */
public interface Dataset {
    /** For people and for the model's provenance, such as {@code camvid/train}. */
    String name();

    /** How many examples there are; at least 1. */
    int size();

    /** What the labels mean. */
    ClassTable classes();

    /**
     * One example, in the source's own size.
     *
     * @param index from 0 to {@link #size()} - 1
     * @throws DatasetException if the source cannot be read or is not what it promised
     */
    Example example(int index);

    /** How many different examples could not be read so far and were replaced by others; see {@link SkippingDataset}. */
    default int brokenExamples() {
        return 0;
    }

    /**
     * The same with each example in its own place, for those who count or measure them: one that cannot be read is an
     * error and no other's copy.
     */
    default Dataset strict() {
        return this;
    }
}
