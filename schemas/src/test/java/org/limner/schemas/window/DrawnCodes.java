package org.limner.schemas.window;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Masks drawn for tests: codes of a geometry, {@code H x W}. */
final class DrawnCodes {
    private DrawnCodes() {}

    /** Every pixel for itself: where there are many labels, every window is distinct. */
    static int[] checkerboard(WindowGeometry geometry, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] codes = new int[geometry.height() * geometry.width()];
        Arrays.setAll(codes, i -> random.nextInt(geometry.outside()));
        return codes;
    }

    /** Rectangles over each other, their outlines on edges where the geometry has them. */
    static int[] blocks(WindowGeometry geometry, int rectangles, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = geometry.width();
        int[] codes = new int[geometry.height() * width];
        for (int n = 0; n < rectangles; n++) {
            int label = random.nextInt(geometry.labels());
            int left = random.nextInt(width);
            int top = random.nextInt(geometry.height());
            int right = left + random.nextInt(Math.min(width - left, 1 + width / 4));
            int bottom = top + random.nextInt(Math.min(geometry.height() - top, 1 + geometry.height() / 4));
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    boolean outline = x == left || x == right || y == top || y == bottom;
                    codes[y * width + x] = geometry.code(label, geometry.edges() && outline);
                }
            }
        }
        return codes;
    }

    static int[] equal(WindowGeometry geometry, int code) {
        int[] codes = new int[geometry.height() * geometry.width()];
        Arrays.fill(codes, code);
        return codes;
    }
}
