package org.limner.trainer.onnx;

import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.WeightTensor;

/**
 * A 3 x 3 convolution by minimal filtering, F(2x2, 3x3) of Lavin and Gray 2015 (arXiv 1509.09308): 16 products per 2 x 2
 * pixels in place of 36, at the price of adding up the input's 4 x 4 tiles before and the products after. Exact up to
 * rounding, which stays as small as that of a direct convolution (largest difference of the image 1e-5 either way).
 *
 * <p>The transforms are matrices of 0, 1 and -1 applied to rows, then to columns:
 * <pre>
 * input   d0 - d2, d1 + d2, d2 - d1, d1 - d3
 * kernel  g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2
 * output  m0 + m1 + m2, m1 - m2 - m3
 * </pre>
 */
final class WinogradConvolution {
    private static final int SIDE = 4; // of a tile

    /**
     * Multiplications saved over numbers moved by the transforms, from which on it was faster: on two cores with AVX-512, 1024
     * to 1024 (341) and 1024 to 512 channels (205) gained 40 and 35 %, 512 to 256 (102) nothing.
     */
    private static final int LEAST_GAIN = 150;

    /** Fewer tiles than this wait for the weights, which are 16 / 9 as many. */
    private static final int LEAST_PIXELS = 256;

    private final OnnxGraph graph;
    private final int height;
    private final int width;

    WinogradConvolution(OnnxGraph graph, int height, int width) {
        this.graph = graph;
        this.height = height;
        this.width = width;
    }

    /** Whether it is faster than a direct convolution of these sizes. */
    static boolean pays(int height, int width, int in, int out) {
        return height % 2 == 0
                && width % 2 == 0
                && height * width >= LEAST_PIXELS
                && (long) in * out >= (long) LEAST_GAIN * (2 * in + out);
    }

    /** {@code x: N x H x W x in}, {@code weight: out x in x 3 x 3} -> {@code N x H x W x out}. */
    Value apply(String name, Value x, WeightTensor weight, WeightTensor bias) {
        int out = (int) weight.size(0);
        int in = (int) weight.size(1);
        float[][] kernels = kernels(weight.floats(), out, in);
        Value[] rows = inputTransform(name + ".rows", graph.framed(name + ".framed", x), 1, height / 2);
        Value[][] products = new Value[SIDE][SIDE]; // (N tiles) x out each
        for (int i = 0; i < SIDE; i++) {
            Value[] tiles = inputTransform(name + ".tiles" + i, rows[i], 2, width / 2);
            for (int j = 0; j < SIDE; j++) {
                String at = name + "." + i + j;
                // Number (1, 1) enters each of the four pixels once, with sign +: the bias goes there.
                products[i][j] = graph.product(
                        at,
                        graph.reshape(at + ".tiles", tiles[j], in),
                        WeightTensor.of(kernels[i * SIDE + j], in, out),
                        i == 1 && j == 1 ? bias : null);
            }
        }
        return pixels(name, products, out);
    }

    private Value[] inputTransform(String name, Value x, int axis, int tiles) {
        Value[] d = new Value[SIDE];
        for (int i = 0; i < SIDE; i++) {
            d[i] = graph.everySecond(name + ".d" + i, x, axis, i, tiles);
        }
        return new Value[] {
            graph.subtract(name + ".t0", d[0], d[2]),
            graph.add(name + ".t1", d[1], d[2]),
            graph.subtract(name + ".t2", d[2], d[1]),
            graph.subtract(name + ".t3", d[1], d[3])
        };
    }

    private Value pixels(String name, Value[][] products, int out) {
        Value[][] above = new Value[2][SIDE];
        for (int j = 0; j < SIDE; j++) {
            Value[] column = {products[0][j], products[1][j], products[2][j], products[3][j]};
            Value[] two = outputTransform(name + ".columns" + j, column);
            above[0][j] = two[0];
            above[1][j] = two[1];
        }
        Value[] lines = new Value[2];
        for (int i = 0; i < 2; i++) {
            Value[] two = outputTransform(name + ".line" + i, above[i]);
            Value left = graph.reshape(name + ".left" + i, two[0], width / 2, 1, out);
            Value right = graph.reshape(name + ".right" + i, two[1], width / 2, 1, out);
            Value line = graph.concatenate(name + ".pairs" + i, left, right, 2); // (N H / 2) x W / 2 x 2 x out
            lines[i] = graph.reshape(name + ".lines" + i, line, 1, width, out);
        }
        Value both = graph.concatenate(name + ".both", lines[0], lines[1], 1); // (N H / 2) x 2 x W x out
        return graph.reshape(name, both, height, width, out);
    }

    private Value[] outputTransform(String name, Value[] m) {
        Value sum = graph.add(name + ".sum", m[1], m[2]);
        Value difference = graph.subtract(name + ".difference", m[1], m[2]);
        return new Value[] {graph.add(name + ".first", m[0], sum), graph.subtract(name + ".second", difference, m[3])};
    }

    /** The kernels transformed, {@code 16 x (in x out)}. */
    private static float[][] kernels(float[] weight, int out, int in) {
        float[][] kernels = new float[SIDE * SIDE][in * out];
        double[] g = new double[9];
        for (int o = 0; o < out; o++) {
            for (int c = 0; c < in; c++) {
                for (int i = 0; i < 9; i++) {
                    g[i] = weight[(o * in + c) * 9 + i];
                }
                double[] rows = kernelTransform(g, 3, 1, 3); // 4 x 3
                double[] both = kernelTransform(rows, 1, 3, SIDE); // 4 x 4
                for (int i = 0; i < SIDE * SIDE; i++) {
                    kernels[i][c * out + o] = (float) both[i];
                }
            }
        }
        return kernels;
    }

    /** Three numbers {@code step} apart become four, for each of {@code count} lines {@code next} apart. */
    private static double[] kernelTransform(double[] g, int step, int next, int count) {
        double[] transformed = new double[SIDE * count];
        // Rows first: lines are columns. Then columns: lines are rows.
        int to = step == 1 ? 1 : count;
        int line = step == 1 ? SIDE : 1;
        for (int k = 0; k < count; k++) {
            double g0 = g[k * next];
            double g1 = g[k * next + step];
            double g2 = g[k * next + 2 * step];
            transformed[k * line] = g0;
            transformed[k * line + to] = (g0 + g1 + g2) / 2;
            transformed[k * line + 2 * to] = (g0 - g1 + g2) / 2;
            transformed[k * line + 3 * to] = g2;
        }
        return transformed;
    }
}
