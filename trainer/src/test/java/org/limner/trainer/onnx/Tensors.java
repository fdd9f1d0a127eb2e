package org.limner.trainer.onnx;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.weights.WeightTensor;

/** Inputs for graphs, and how far two outputs are apart. */
public final class Tensors {
    private Tensors() {}

    /** {@code labels: N x H x W} and, unless null, {@code instances} of that shape -> one-hot {@code N x channels x H x W}. */
    public static WeightTensor segmentation(WeightTensor labels, @Nullable WeightTensor instances, int channels) {
        int n = (int) labels.size(0);
        int h = (int) labels.size(1);
        int w = (int) labels.size(2);
        float[] values = new float[n * channels * h * w];
        for (int i = 0; i < n * h * w; i++) {
            int example = i / (h * w);
            int pixel = i % (h * w);
            values[(example * channels + (int) labels.longs()[i]) * h * w + pixel] = 1;
            if (instances != null && edge(instances.longs(), i, pixel / w, pixel % w, h, w)) {
                values[(example * channels + channels - 1) * h * w + pixel] = 1;
            }
        }
        return WeightTensor.of(values, n, channels, h, w);
    }

    private static boolean edge(long[] ids, int i, int row, int column, int h, int w) {
        return column > 0 && ids[i] != ids[i - 1]
                || column < w - 1 && ids[i] != ids[i + 1]
                || row > 0 && ids[i] != ids[i - w]
                || row < h - 1 && ids[i] != ids[i + w];
    }

    /** Blocks of random labels and, in the last channel if {@code edges}, random dots. */
    public static WeightTensor randomSegmentation(int n, int channels, boolean edges, int h, int w, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int classes = edges ? channels - 1 : channels;
        float[] values = new float[n * channels * h * w];
        int[] blocks =
                random.ints((long) n * (h / 4 + 1) * (w / 4 + 1), 0, classes).toArray();
        for (int i = 0; i < n * h * w; i++) {
            int example = i / (h * w);
            int pixel = i % (h * w);
            int block = (example * (h / 4 + 1) + pixel / w / 4) * (w / 4 + 1) + pixel % w / 4;
            values[(example * channels + blocks[block]) * h * w + pixel] = 1;
            if (edges && random.nextInt(4) == 0) {
                values[(example * channels + classes) * h * w + pixel] = 1;
            }
        }
        return WeightTensor.of(values, n, channels, h, w);
    }

    /** Uniform in [-1.7, 1.7], which has variance 1. */
    public static WeightTensor random(long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        int elements = 1;
        for (long size : shape) {
            elements *= (int) size;
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (float) (random.nextDouble() * 3.4 - 1.7);
        }
        return WeightTensor.of(values, shape);
    }

    /** The examples from {@code from} to before {@code to}. */
    public static WeightTensor examples(WeightTensor tensor, int from, int to) {
        int each = tensor.elements() / (int) tensor.size(0);
        float[] values = new float[(to - from) * each];
        System.arraycopy(tensor.floats(), from * each, values, 0, values.length);
        long[] shape = tensor.shape();
        shape[0] = to - from;
        return WeightTensor.of(values, shape);
    }

    public static double largestDifference(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " values against " + b.length);
        }
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs((double) a[i] - b[i]);
            if (!(difference <= largest)) { // also when it is NaN
                largest = difference;
            }
        }
        return largest;
    }

    public static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        return Math.sqrt(squares / values.length - sum * sum / values.length / values.length);
    }
}
