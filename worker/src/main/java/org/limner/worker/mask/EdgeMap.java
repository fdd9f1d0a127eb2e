package org.limner.worker.mask;

import java.util.BitSet;

/**
 * Where instances meet: {@code H x W}, row-major; set at both pixels of every horizontal or vertical pair with
 * different instance ids. Immutable.
 */
public final class EdgeMap {
    private final int width;
    private final int height;
    private final BitSet edges;

    private EdgeMap(int width, int height, BitSet edges) {
        this.width = width;
        this.height = height;
        this.edges = edges;
    }

    /** The edges of {@code instances} after it was brought to {@code width x height} by taking the nearest centre. */
    public static EdgeMap of(IndexImage instances, int width, int height) {
        throw new UnsupportedOperationException();
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Whether the pixel at column {@code x} and row {@code y} is on an edge. */
    public boolean at(int x, int y) {
        return edges.get(y * width + x);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EdgeMap that
                && width == that.width
                && height == that.height
                && edges.equals(that.edges);
    }

    @Override
    public int hashCode() {
        return edges.hashCode();
    }
}
