package org.limner.worker.image;

/**
 * Replaces each row of a picture by its differences to the row's neighbours, by whichever of the filters leaves the
 * smallest sum of absolute differences (PNG specification, third edition, sections 9 and 12.7).
 */
final class PngFilter {
    private static final int SUB = 1;
    private static final int UP = 2;
    private static final int PAETH = 4;

    private final byte[] pixels;
    private final int stride;
    private final int bytesPerPixel;

    /** @param stride bytes of one row */
    PngFilter(byte[] pixels, int stride, int bytesPerPixel) {
        this.pixels = pixels;
        this.stride = stride;
        this.bytesPerPixel = bytesPerPixel;
    }

    /** The filtered rows, each after the byte that names its filter. */
    byte[] filter() {
        int rows = pixels.length / stride;
        byte[] filtered = new byte[pixels.length + rows];
        byte[] candidate = new byte[stride];
        byte[] best = new byte[stride];
        byte[] above = new byte[stride]; // zeros above the first row
        byte[] row = new byte[stride];
        for (int y = 0; y < rows; y++) {
            System.arraycopy(pixels, y * stride, row, 0, stride);
            int bestFilter = 0;
            int bestCost = Integer.MAX_VALUE;
            for (int filter : new int[] {PAETH, SUB, UP}) {
                int cost = apply(filter, row, above, candidate);
                if (cost < bestCost) {
                    bestCost = cost;
                    bestFilter = filter;
                    byte[] swap = best;
                    best = candidate;
                    candidate = swap;
                }
            }
            filtered[y * (stride + 1)] = (byte) bestFilter;
            System.arraycopy(best, 0, filtered, y * (stride + 1) + 1, stride);
            byte[] swap = above;
            above = row;
            row = swap;
        }
        return filtered;
    }

    /** Writes the differences and returns the sum of their absolute values, as signed bytes. */
    private int apply(int filter, byte[] row, byte[] above, byte[] differences) {
        int cost = 0;
        for (int i = 0; i < stride; i++) {
            int left = i >= bytesPerPixel ? row[i - bytesPerPixel] & 0xFF : 0;
            int up = above[i] & 0xFF;
            int predicted =
                    switch (filter) {
                        case SUB -> left;
                        case UP -> up;
                        default -> paeth(left, up, i >= bytesPerPixel ? above[i - bytesPerPixel] & 0xFF : 0);
                    };
            byte difference = (byte) (row[i] - predicted);
            differences[i] = difference;
            cost += Math.abs(difference);
        }
        return cost;
    }

    /** Whichever of the three is nearest to left + up - upLeft; ties in this order. */
    private static int paeth(int left, int up, int upLeft) {
        int toLeft = Math.abs(up - upLeft);
        int toUp = Math.abs(left - upLeft);
        int toUpLeft = Math.abs(left + up - 2 * upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft) {
            return left;
        }
        return toUp <= toUpLeft ? up : upLeft;
    }
}
