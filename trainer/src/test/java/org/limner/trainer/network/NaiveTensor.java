package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.limner.trainer.weights.WeightTensor;

/** {@code N x C x H x W} in double precision, and the operations of the networks written as the plainest loops there are. */
final class NaiveTensor {
    final int n;
    final int c;
    final int h;
    final int w;
    final double[] values;

    /** A copy of a float32 array {@code N x C x H x W}. */
    static NaiveTensor of(NDArray array) {
        long[] shape = array.getShape().getShape();
        NaiveTensor copy = new NaiveTensor((int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3]);
        float[] values = array.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            copy.values[i] = values[i];
        }
        return copy;
    }

    NaiveTensor(int n, int c, int h, int w) {
        this(n, c, h, w, new double[n * c * h * w]);
    }

    NaiveTensor(int n, int c, int h, int w, double[] values) {
        this.n = n;
        this.c = c;
        this.h = h;
        this.w = w;
        this.values = values;
    }

    /** Values in [-1, 1) that float32 holds exactly, so that both sides start from the same numbers. */
    static NaiveTensor random(long seed, int n, int c, int h, int w) {
        SplittableRandom random = new SplittableRandom(seed);
        NaiveTensor x = new NaiveTensor(n, c, h, w);
        for (int i = 0; i < x.values.length; i++) {
            x.values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return x;
    }

    NDArray on(NDManager manager) {
        return manager.create(floats(values), new Shape(n, c, h, w));
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    int at(int in, int ic, int ih, int iw) {
        return ((in * c + ic) * h + ih) * w + iw;
    }

    NaiveTensor map(DoubleUnaryOperator operator) {
        NaiveTensor y = new NaiveTensor(n, c, h, w);
        for (int i = 0; i < values.length; i++) {
            y.values[i] = operator.applyAsDouble(values[i]);
        }
        return y;
    }

    NaiveTensor plus(NaiveTensor other) {
        NaiveTensor y = new NaiveTensor(n, c, h, w);
        for (int i = 0; i < values.length; i++) {
            y.values[i] = values[i] + other.values[i];
        }
        return y;
    }

    NaiveTensor leakyRelu() {
        return map(v -> v > 0 ? v : 0.2 * v);
    }

    NaiveTensor convolution(WeightTensor weight, double[] scaled, double[] bias, int stride, int padding) {
        int out = (int) weight.size(0);
        int kernel = (int) weight.size(2);
        NaiveTensor y = new NaiveTensor(
                n, out, (h + 2 * padding - kernel) / stride + 1, (w + 2 * padding - kernel) / stride + 1);
        for (int in = 0; in < n; in++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < y.h; i++) {
                    for (int j = 0; j < y.w; j++) {
                        double sum = bias == null ? 0 : bias[o];
                        for (int ic = 0; ic < c; ic++) {
                            for (int ki = 0; ki < kernel; ki++) {
                                for (int kj = 0; kj < kernel; kj++) {
                                    int row = i * stride + ki - padding;
                                    int column = j * stride + kj - padding;
                                    if (row >= 0 && row < h && column >= 0 && column < w) {
                                        sum += values[at(in, ic, row, column)]
                                                * scaled[((o * c + ic) * kernel + ki) * kernel + kj];
                                    }
                                }
                            }
                        }
                        y.values[y.at(in, o, i, j)] = sum;
                    }
                }
            }
        }
        return y;
    }

    /** {@code (x - mean) / sqrt(variance + 1e-5)} per channel. */
    NaiveTensor normalized(double[] mean, double[] variance) {
        NaiveTensor y = new NaiveTensor(n, c, h, w);
        for (int i = 0; i < values.length; i++) {
            int channel = i / (h * w) % c;
            y.values[i] = (values[i] - mean[channel]) / Math.sqrt(variance[channel] + 1e-5);
        }
        return y;
    }

    double[] means() {
        double[] means = new double[c];
        for (int i = 0; i < values.length; i++) {
            means[i / (h * w) % c] += values[i] / (n * h * w);
        }
        return means;
    }

    /** Biased. */
    double[] variances() {
        double[] means = means();
        double[] variances = new double[c];
        for (int i = 0; i < values.length; i++) {
            int channel = i / (h * w) % c;
            variances[channel] += (values[i] - means[channel]) * (values[i] - means[channel]) / (n * h * w);
        }
        return variances;
    }

    NaiveTensor instanceNormalized() {
        NaiveTensor rows = new NaiveTensor(1, n * c, h, w, values);
        return new NaiveTensor(n, c, h, w, rows.normalized(rows.means(), rows.variances()).values);
    }

    /** Row i reads row floor(i in / out). */
    NaiveTensor nearest(int height, int width) {
        NaiveTensor y = new NaiveTensor(n, c, height, width);
        for (int in = 0; in < n; in++) {
            for (int ic = 0; ic < c; ic++) {
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        y.values[y.at(in, ic, i, j)] = values[at(in, ic, i * h / height, j * w / width)];
                    }
                }
            }
        }
        return y;
    }
}
