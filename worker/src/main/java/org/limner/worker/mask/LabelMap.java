package org.limner.worker.mask;

import java.util.Arrays;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.worker.failure.JobRejectedException;

/**
 * The classes of a mask at a bundle's size: {@code H x W}, row-major, 0 to {@code labels - 1}, and {@code labels} where
 * the mask has the bundle's void id. Immutable.
 */
public final class LabelMap {
    private final int width;
    private final int height;
    private final short[] labels; // unsigned

    private LabelMap(int width, int height, short[] labels) {
        this.width = width;
        this.height = height;
        this.labels = labels;
    }

    /**
     * The mask in the bundle's classes, brought to its size by taking the nearest centre.
     * Throws LABEL_OUT_OF_RANGE for an id that is neither a class nor the void id, with its place in the mask.
     */
    public static LabelMap of(IndexImage mask, BundleManifest bundle) throws JobRejectedException {
        throw new UnsupportedOperationException();
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The class at column {@code x} and row {@code y}. */
    public int at(int x, int y) {
        return labels[y * width + x] & 0xFFFF;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMap that && width == that.width && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return "LabelMap[" + width + " x " + height + "]";
    }
}
