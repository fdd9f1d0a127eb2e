package org.limner.trainer.dataset;

/** Checks of width and height that every grid shares. */
final class Extent {
    private Extent() {}

    static void require(int width, int height) {
        if (width < 1 || height < 1 || 3L * width * height > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no grid can be %d x %d".formatted(width, height));
        }
    }
}
