package org.limner.trainer.dataset;

/**
 * Which object a pixel belongs to: {@code H x W} ids, row by row. Only a change between neighbours means something: it
 * is an object's edge. The array belongs to the map; whoever hands one in or asks for it does not write to it
 * afterwards.
 */
public final class InstanceMap {
    private final int width;
    private final int height;
    private final int[] ids;

    /**
     * @param ids {@code height * width} values, taken over, not copied
     */
    public InstanceMap(int width, int height, int[] ids) {
        Extent.require(width, height);
        if (ids.length != (long) width * height) {
            throw new IllegalArgumentException("an instance map of %d x %d needs %d ids but has %d"
                    .formatted(width, height, (long) width * height, ids.length));
        }
        this.width = width;
        this.height = height;
        this.ids = ids;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** All ids, not a copy. */
    public int[] ids() {
        return ids;
    }

    public int at(int x, int y) {
        return ids[y * width + x];
    }
}
