package org.limner.worker.image;

/**
 * Brings a photograph to the size a network reads, by the rules of the training data: bicubic and antialiased to the
 * picture's size there, then bilinear without antialiasing to the encoder's square.
 */
public final class PhotoResampling {
    private static final double CUBIC = -0.5; // Catmull-Rom: the parameter of the training data's photographs
    private static final int CUBIC_SUPPORT = 2; // pixels to either side, times the shrinking factor

    private PhotoResampling() {}

    /** Bicubic, the kernel widened when shrinking, rounded to 8 bits after the columns and after the rows. */
    public static RgbImage bicubic(RgbImage image, int width, int height) {
        byte[] wide = image.bytes();
        if (width != image.width()) {
            wide = resizeRows(wide, image.height(), image.width() * 3, 3, kernels(image.width(), width));
        }
        byte[] high = wide;
        if (height != image.height()) {
            high = resizeColumns(wide, width * 3, kernels(image.height(), height));
        }
        return new RgbImage(width, height, high);
    }

    /**
     * Planes {@code 3 x S x S} in [-1, 1], bilinear between pixel centres: old = (new + 0.5) * in / out - 0.5, held at
     * the borders. Shrinking skips pixels, as the networks' own resize does.
     */
    public static float[] bilinearPlanes(RgbImage image, int side) {
        byte[] pixels = image.bytes();
        float[] planes = new float[3 * side * side];
        Line[] columns = lines(image.width(), side);
        Line[] rows = lines(image.height(), side);
        int stride = image.width() * 3;
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < side; y++) {
                int above = rows[y].low() * stride + channel;
                int below = rows[y].high() * stride + channel;
                float down = rows[y].weight();
                for (int x = 0; x < side; x++) {
                    int left = columns[x].low() * 3;
                    int right = columns[x].high() * 3;
                    float along = columns[x].weight();
                    float top = mix(pixels[above + left], pixels[above + right], along);
                    float bottom = mix(pixels[below + left], pixels[below + right], along);
                    float value = top + (bottom - top) * down;
                    planes[(channel * side + y) * side + x] = value / 255 * 2 - 1;
                }
            }
        }
        return planes;
    }

    private static float mix(byte from, byte to, float weight) {
        return (from & 0xFF) + ((to & 0xFF) - (from & 0xFF)) * weight;
    }

    private static Line[] lines(int in, int out) {
        Line[] lines = new Line[out];
        for (int i = 0; i < out; i++) {
            double old = Math.max(0, (i + 0.5) * in / out - 0.5);
            int low = Math.min((int) old, in - 1);
            lines[i] = new Line(low, Math.min(low + 1, in - 1), (float) (old - low));
        }
        return lines;
    }

    private static Kernel[] kernels(int in, int out) {
        double scale = (double) in / out;
        double widening = Math.max(1, scale);
        double support = CUBIC_SUPPORT * widening;
        Kernel[] kernels = new Kernel[out];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(in, (int) (centre + support + 0.5));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                weights[j] = cubic((first + j + 0.5 - centre) / widening);
                sum += weights[j];
            }
            float[] normalized = new float[weights.length];
            for (int j = 0; j < weights.length; j++) {
                normalized[j] = (float) (weights[j] / sum);
            }
            kernels[i] = new Kernel(first, normalized);
        }
        return kernels;
    }

    /** Keys' cubic convolution kernel. */
    private static double cubic(double distance) {
        double x = Math.abs(distance);
        if (x < 1) {
            return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
        }
        return x < 2 ? ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC : 0;
    }

    private static byte[] resizeRows(byte[] pixels, int rows, int stride, int channels, Kernel[] kernels) {
        byte[] resized = new byte[rows * kernels.length * channels];
        int at = 0;
        for (int y = 0; y < rows; y++) {
            for (Kernel kernel : kernels) {
                int from = y * stride + kernel.first() * channels;
                for (int channel = 0; channel < channels; channel++) {
                    resized[at++] = kernel.apply(pixels, from + channel, channels);
                }
            }
        }
        return resized;
    }

    private static byte[] resizeColumns(byte[] pixels, int stride, Kernel[] kernels) {
        byte[] resized = new byte[kernels.length * stride];
        int at = 0;
        for (Kernel kernel : kernels) {
            int from = kernel.first() * stride;
            for (int i = 0; i < stride; i++) {
                resized[at++] = kernel.apply(pixels, from + i, stride);
            }
        }
        return resized;
    }

    /** The two old positions around a new one, and how near the second is. */
    private record Line(int low, int high, float weight) {}

    /** Which old positions make a new one, and with what weights. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Kernel(int first, float[] weights) {
        byte apply(byte[] pixels, int from, int step) {
            float sum = 0.5f;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * (pixels[from + i * step] & 0xFF);
            }
            return (byte) Math.max(0, Math.min(255, (int) Math.floor(sum)));
        }
    }
}
