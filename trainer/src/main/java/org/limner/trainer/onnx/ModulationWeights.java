package org.limner.trainer.onnx;

import org.limner.schemas.bundle.Architecture;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * One half of a SPADE layer after training, its batch norm folded in. Running statistics are constants, so
 * {@code (x - mean) r (1 + gamma) + beta} with {@code r = 1 / sqrt(variance + epsilon)} is {@code x A + B}, and A and B are
 * convolutions of the hidden map: {@code A = r (1 + gamma)}, {@code B = beta - mean A}. Folded in double precision.
 */
final class ModulationWeights {
    private final int kernel;
    private final int hidden;
    private final double[] weight; // out x hidden x K x K
    private final double[] bias;

    private ModulationWeights(int kernel, int hidden, double[] weight, double[] bias) {
        this.kernel = kernel;
        this.hidden = hidden;
        this.weight = weight;
        this.bias = bias;
    }

    /** A and B of the layer {@code name}. */
    record Pair(ModulationWeights scale, ModulationWeights shift) {}

    static Pair of(StateDict weights, String name, int channels, Architecture architecture) {
        int kernel = architecture.spadeKernel();
        int hidden = architecture.hidden();
        long[] shape = {channels, hidden, kernel, kernel};
        float[] gamma = weights.get(name + ".mlp_gamma.weight", shape).floats();
        float[] beta = weights.get(name + ".mlp_beta.weight", shape).floats();
        float[] gammaBias = weights.get(name + ".mlp_gamma.bias", channels).floats();
        float[] betaBias = weights.get(name + ".mlp_beta.bias", channels).floats();
        float[] mean =
                weights.get(name + ".param_free_norm.running_mean", channels).floats();
        float[] variance =
                weights.get(name + ".param_free_norm.running_var", channels).floats();
        int size = hidden * kernel * kernel;
        double[] scale = new double[gamma.length];
        double[] shift = new double[gamma.length];
        double[] scaleBias = new double[channels];
        double[] shiftBias = new double[channels];
        for (int c = 0; c < channels; c++) {
            double r = 1 / Math.sqrt(variance[c] + (double) SpadeNormalizationGraph.EPSILON);
            for (int i = c * size; i < (c + 1) * size; i++) {
                scale[i] = gamma[i] * r;
                shift[i] = beta[i] - mean[c] * scale[i];
            }
            scaleBias[c] = (1 + gammaBias[c]) * r;
            shiftBias[c] = betaBias[c] - mean[c] * scaleBias[c];
        }
        return new Pair(
                new ModulationWeights(kernel, hidden, scale, scaleBias),
                new ModulationWeights(kernel, hidden, shift, shiftBias));
    }

    /** What the 1 x 1 convolution {@code shortcut: out x in x 1 x 1} makes of this, as one convolution of the hidden map. */
    ModulationWeights through(WeightTensor shortcut) {
        int out = (int) shortcut.size(0);
        int in = channels();
        int size = hidden * kernel * kernel;
        float[] mix = shortcut.floats();
        double[] mixed = new double[out * size];
        double[] mixedBias = new double[out];
        for (int o = 0; o < out; o++) {
            for (int c = 0; c < in; c++) {
                double share = mix[o * in + c];
                mixedBias[o] += share * bias[c];
                for (int i = 0; i < size; i++) {
                    mixed[o * size + i] += share * weight[c * size + i];
                }
            }
        }
        return new ModulationWeights(kernel, hidden, mixed, mixedBias);
    }

    int channels() {
        return bias.length;
    }

    /**
     * As a matrix from a band to what it adds to a window, by the row of the window it stands in:
     * {@code (K hidden) x (K out)}, rows by column of the kernel, columns by its row.
     */
    WeightTensor bandMatrix() {
        int out = channels();
        float[] matrix = new float[weight.length];
        for (int o = 0; o < out; o++) {
            for (int h = 0; h < hidden; h++) {
                for (int y = 0; y < kernel; y++) {
                    for (int x = 0; x < kernel; x++) {
                        int row = x * hidden + h;
                        matrix[(row * kernel + y) * out + o] =
                                (float) weight[((o * hidden + h) * kernel + y) * kernel + x];
                    }
                }
            }
        }
        return WeightTensor.of(matrix, (long) kernel * hidden, (long) kernel * out);
    }

    /** The bias, given once: to the band in a window's first row. */
    WeightTensor bandBias() {
        float[] values = new float[kernel * channels()];
        for (int o = 0; o < channels(); o++) {
            values[o] = (float) bias[o];
        }
        return WeightTensor.of(values, values.length);
    }
}
