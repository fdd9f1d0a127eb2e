package org.limner.trainer.dataset;

/**
 * One class per pixel: {@code H x W} channel indices, row by row. An index below {@link ClassTable#count()} is a class;
 * the index equal to it is void. The array belongs to the map; whoever hands one in or asks for it does not write to it
 * afterwards.
 */
public final class LabelMap {
    private final int width;
    private final int height;
    private final short[] indices;

    /**
     * @param indices {@code height * width} values from 0 to 32,767, taken over, not copied
     */
    public LabelMap(int width, int height, short[] indices) {
        Extent.require(width, height);
        if (indices.length != (long) width * height) {
            throw new IllegalArgumentException("a label map of %d x %d needs %d indices but has %d"
                    .formatted(width, height, (long) width * height, indices.length));
        }
        this.width = width;
        this.height = height;
        this.indices = indices;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** All indices, not a copy. */
    public short[] indices() {
        return indices;
    }

    public int at(int x, int y) {
        return indices[y * width + x];
    }
}
