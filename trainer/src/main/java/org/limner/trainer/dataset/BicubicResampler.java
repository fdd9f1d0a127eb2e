package org.limner.trainer.dataset;

/**
 * Brings a photo to another size with Keys' cubic (R. Keys 1981, eq. 4) with a = -0.5, as Pillow does: when shrinking,
 * the kernel is stretched by the factor, which keeps thin things from flickering; rows first, then columns, rounded to
 * 8 bits between the two. Evaluation, which may not round between, has the same weights in float32
 * ({@code evaluation.Kernel.BICUBIC_ANTIALIASED}); the two are written apart on purpose.
 *
 * <p>The taps depend on the two sizes alone. A resampler is immutable and may be shared by threads.
 */
final class BicubicResampler {
    private static final double A = -0.5;
    private static final double RADIUS = 2; // of Keys' kernel, in source pixels

    private final Taps columns;
    private final Taps rows;

    BicubicResampler(int fromWidth, int fromHeight, int toWidth, int toHeight) {
        this.columns = Taps.of(fromWidth, toWidth);
        this.rows = Taps.of(fromHeight, toHeight);
    }

    /**
     * @param first   the first source position that counts, by target position
     * @param weights of the positions from there on, by target position; their sum is 1
     */
    private record Taps(int fromSize, int[] first, float[][] weights) {
        static Taps of(int fromSize, int toSize) {
            double scale = (double) fromSize / toSize;
            double stretch = Math.max(1, scale);
            int[] first = new int[toSize];
            float[][] weights = new float[toSize][];
            for (int to = 0; to < toSize; to++) {
                double center = (to + 0.5) * scale; // pixels are areas: the middle of the first one is at 0.5
                int begin = Math.max(0, (int) Math.floor(center - RADIUS * stretch + 0.5));
                int end = Math.min(fromSize, (int) Math.floor(center + RADIUS * stretch + 0.5));
                double[] tap = new double[end - begin];
                double sum = 0;
                for (int i = 0; i < tap.length; i++) {
                    tap[i] = keys((begin + i + 0.5 - center) / stretch);
                    sum += tap[i];
                }
                first[to] = begin;
                weights[to] = new float[tap.length];
                for (int i = 0; i < tap.length; i++) {
                    weights[to][i] = (float) (tap[i] / sum); // taps beyond the border fall away
                }
            }
            return new Taps(fromSize, first, weights);
        }

        int toSize() {
            return first.length;
        }

        private static double keys(double x) {
            double d = Math.abs(x);
            if (d < 1) {
                return ((A + 2) * d - (A + 3)) * d * d + 1;
            }
            return d < 2 ? ((A * d - 5 * A) * d + 8 * A) * d - 4 * A : 0;
        }
    }

    RgbImage resample(RgbImage image) {
        if (image.width() != columns.fromSize() || image.height() != rows.fromSize()) {
            throw new IllegalArgumentException("image is %d x %d but the resampler is for %d x %d"
                    .formatted(image.width(), image.height(), columns.fromSize(), rows.fromSize()));
        }
        int height = image.height();
        int width = columns.toSize();
        byte[] narrow = new byte[height * width * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float[] weights = columns.weights()[x];
                weigh(
                        image.pixels(),
                        (y * image.width() + columns.first()[x]) * 3,
                        3,
                        weights,
                        narrow,
                        (y * width + x) * 3);
            }
        }
        byte[] pixels = new byte[rows.toSize() * width * 3];
        for (int y = 0; y < rows.toSize(); y++) {
            float[] weights = rows.weights()[y];
            for (int x = 0; x < width; x++) {
                weigh(narrow, (rows.first()[y] * width + x) * 3, width * 3, weights, pixels, (y * width + x) * 3);
            }
        }
        return new RgbImage(width, rows.toSize(), pixels);
    }

    /** The weighted sum of pixels that are {@code stride} bytes apart, for each of three channels. */
    private static void weigh(byte[] from, int at, int stride, float[] weights, byte[] to, int toAt) {
        float red = 0.5f; // for rounding
        float green = 0.5f;
        float blue = 0.5f;
        for (float weight : weights) {
            red += weight * (from[at] & 0xFF);
            green += weight * (from[at + 1] & 0xFF);
            blue += weight * (from[at + 2] & 0xFF);
            at += stride;
        }
        to[toAt] = clip(red);
        to[toAt + 1] = clip(green);
        to[toAt + 2] = clip(blue);
    }

    private static byte clip(float value) {
        return (byte) Math.max(0, Math.min(255, (int) value)); // the cubic overshoots at edges
    }
}
