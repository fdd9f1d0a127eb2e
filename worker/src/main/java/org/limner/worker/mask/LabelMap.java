package org.limner.worker.mask;

import java.util.Arrays;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;

/**
 * The classes of a mask at a bundle's size: {@code H x W}, row-major, 0 to {@code labels - 1}, and {@code labels} where
 * the mask has the bundle's void id. Immutable.
 */
public final class LabelMap {
    private static final int NO_ID = -1; // no pixel has it

    private final int width;
    private final int height;
    private final int classes;
    private final short[] labels; // unsigned

    private LabelMap(int width, int height, int classes, short[] labels) {
        this.classes = classes;
        this.width = width;
        this.height = height;
        this.labels = labels;
    }

    /**
     * The mask in the bundle's classes, brought to its size by taking the nearest centre.
     * Throws LABEL_OUT_OF_RANGE for an id that is neither a class nor the void id, with its place in the mask.
     */
    public static LabelMap of(IndexImage mask, BundleManifest bundle) throws JobRejectedException {
        int labels = bundle.labels().size();
        int voidId = bundle.voidLabel().orElse(NO_ID);
        // Every pixel is checked, not only the sampled ones: whether a mask is accepted must not depend on the bundle's
        // size.
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                int id = mask.at(x, y);
                if (id >= labels && id != voidId) {
                    throw outOfRange(id, x, y, bundle);
                }
            }
        }
        short[] sampled = new short[bundle.width() * bundle.height()];
        int[] columns = NearestCentre.indices(mask.width(), bundle.width());
        int[] rows = NearestCentre.indices(mask.height(), bundle.height());
        int at = 0;
        for (int row : rows) {
            for (int column : columns) {
                int id = mask.at(column, row);
                sampled[at++] = (short) (id == voidId ? labels : id);
            }
        }
        return new LabelMap(bundle.width(), bundle.height(), labels, sampled);
    }

    private static JobRejectedException outOfRange(int id, int x, int y, BundleManifest bundle) {
        String other = bundle.voidLabel().isPresent()
                ? " and void " + bundle.voidLabel().getAsInt()
                : " and no void id";
        return new JobRejectedException(
                ErrorCode.LABEL_OUT_OF_RANGE,
                "mask has label " + id + " at (" + x + ", " + y + ") but bundle '" + bundle.name() + "@"
                        + bundle.version() + "' has " + bundle.labels().size() + " labels (0 to "
                        + (bundle.labels().size() - 1) + ")" + other);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Of the bundle, without void: {@link #at} gives at most this. */
    public int classes() {
        return classes;
    }

    /** The class at column {@code x} and row {@code y}. */
    public int at(int x, int y) {
        return labels[y * width + x] & 0xFFFF;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMap that
                && width == that.width
                && classes == that.classes
                && Arrays.equals(labels, that.labels);
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
