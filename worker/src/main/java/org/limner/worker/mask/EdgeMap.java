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
        int[] columns = NearestCentre.indices(instances.width(), width);
        int[] rows = NearestCentre.indices(instances.height(), height);
        BitSet edges = new BitSet(width * height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int id = instances.at(columns[x], rows[y]);
                int at = y * width + x;
                if (x > 0 && id != instances.at(columns[x - 1], rows[y])) {
                    edges.set(at - 1, at + 1);
                }
                if (y > 0 && id != instances.at(columns[x], rows[y - 1])) {
                    edges.set(at - width);
                    edges.set(at);
                }
            }
        }
        return new EdgeMap(width, height, edges);
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

    /** Calls {@code edge} with column and row of every pixel on an edge. */
    public void forEachEdge(PixelConsumer edge) {
        edges.stream().forEach(at -> edge.accept(at % width, at / width));
    }

    /** Takes the place of a pixel. */
    @FunctionalInterface
    public interface PixelConsumer {
        void accept(int x, int y);
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
