package org.limner.trainer.evaluation;

/** How a picture is brought to another size. Pixels are areas: the centre of the first one is at 0.5. */
public enum Kernel {
    /** The mean of the source area under a target pixel, edge pixels by their covered part. */
    AREA(0.5, true),
    /** The two source pixels around the target's centre, per axis; skips pixels when shrinking. */
    BILINEAR(1, false),
    /** Likewise, the triangle stretched by the factor when shrinking; the same as {@link #BILINEAR} when enlarging. */
    BILINEAR_ANTIALIASED(1, true),
    /**
     * Keys 1981 with a = -0.5, stretched when shrinking. Training photos are resampled with the same weights but 8 bits between
     * the two axes, which is why that is written apart, in {@code dataset.BicubicResampler}.
     */
    BICUBIC_ANTIALIASED(2, true),
    /** The source pixel under the target's centre. */
    NEAREST(0, false);

    private static final double KEYS_A = -0.5; // R. Keys 1981, eq. 4: the third-order choice

    private final double radius; // in source pixels, unstretched
    private final boolean stretches;

    Kernel(double radius, boolean stretches) {
        this.radius = radius;
        this.stretches = stretches;
    }

    /** The source positions that count for one target position, from {@code first} on, and their weights, sum 1. */
    record Tap(int first, float[] weights) {}

    Tap[] taps(int fromSize, int toSize) {
        Tap[] taps = new Tap[toSize];
        double scale = (double) fromSize / toSize;
        for (int to = 0; to < toSize; to++) {
            double centre = (to + 0.5) * scale;
            taps[to] = switch (this) {
                case NEAREST -> new Tap((int) ((2L * to + 1) * fromSize / (2L * toSize)), new float[] {1});
                case AREA -> area(to * scale, (to + 1) * scale, fromSize);
                case BILINEAR -> pair(centre - 0.5, fromSize);
                case BILINEAR_ANTIALIASED, BICUBIC_ANTIALIASED -> stretched(centre, Math.max(1, scale), fromSize);
            };
        }
        return taps;
    }

    private static Tap area(double begin, double end, int size) {
        int first = (int) Math.floor(begin + 1e-9); // 4.999.. is 5: sums of a fraction are not exact
        int last = Math.max(first + 1, Math.min(size, (int) Math.ceil(end - 1e-9)));
        double[] weights = new double[last - first];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.min(end, first + i + 1.0) - Math.max(begin, first + i);
        }
        return normalized(first, weights);
    }

    private static Tap pair(double position, int size) {
        double inside = Math.max(0, Math.min(size - 1.0, position)); // beyond the border the border goes on
        int low = (int) inside;
        if (low == size - 1) {
            return new Tap(low, new float[] {1});
        }
        float fraction = (float) (inside - low);
        return new Tap(low, new float[] {1 - fraction, fraction});
    }

    private Tap stretched(double centre, double stretch, int size) {
        int first = Math.max(0, (int) Math.floor(centre - radius * stretch + 0.5));
        int last = Math.min(size, (int) Math.floor(centre + radius * stretch + 0.5));
        double[] weights = new double[last - first];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight((first + i + 0.5 - centre) / stretch);
        }
        return normalized(first, weights);
    }

    private double weight(double x) {
        double d = Math.abs(x);
        if (this == BILINEAR_ANTIALIASED) {
            return Math.max(0, 1 - d);
        }
        if (d < 1) {
            return ((KEYS_A + 2) * d - (KEYS_A + 3)) * d * d + 1;
        }
        return d < 2 ? ((KEYS_A * d - 5 * KEYS_A) * d + 8 * KEYS_A) * d - 4 * KEYS_A : 0;
    }

    private static Tap normalized(int first, double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        float[] shares = new float[weights.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) (weights[i] / sum); // what lies beyond the border falls away
        }
        return new Tap(first, shares);
    }

    /** Brings planes to another size, columns first, in float32 without rounding; the planes themselves if they have it. */
    Planes resize(Planes from, int width, int height) {
        if (from.width() == width && from.height() == height) {
            return from;
        }
        Tap[] columns = taps(from.width(), width);
        Tap[] rows = taps(from.height(), height);
        int channels = from.channels();
        float[] narrow = new float[channels * from.height() * width];
        for (int row = 0; row < channels * from.height(); row++) {
            int start = row * from.width();
            for (int x = 0; x < width; x++) {
                Tap tap = columns[x];
                float sum = 0;
                for (int i = 0; i < tap.weights.length; i++) {
                    sum += tap.weights[i] * from.values()[start + tap.first + i];
                }
                narrow[row * width + x] = sum;
            }
        }
        float[] to = new float[channels * height * width];
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < height; y++) {
                Tap tap = rows[y];
                int target = (channel * height + y) * width;
                for (int i = 0; i < tap.weights.length; i++) {
                    int source = (channel * from.height() + tap.first + i) * width;
                    float weight = tap.weights[i];
                    for (int x = 0; x < width; x++) {
                        to[target + x] += weight * narrow[source + x];
                    }
                }
            }
        }
        return new Planes(channels, width, height, to);
    }
}
