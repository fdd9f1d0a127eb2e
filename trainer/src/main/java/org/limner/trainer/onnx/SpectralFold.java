package org.limner.trainer.onnx;

import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * Spectral normalisation after training: u and v no longer change, so neither does the largest singular value they stand for
 * (Miyato et al. 2018, arXiv 1802.05957, algorithm 1).
 */
final class SpectralFold {
    private SpectralFold() {}

    /** {@link #weight} of the layer {@code name}, or its plain weight where it has no spectral norm. */
    static WeightTensor effectiveWeight(StateDict weights, String name) {
        return weights.find(name + ".weight").orElseGet(() -> weight(weights, name));
    }

    /** As {@link #effectiveWeight(StateDict, String)}, of a convolution whose shape is checked. */
    static WeightTensor effectiveWeight(StateDict weights, String name, int out, int in, int kernel) {
        boolean plain = weights.contains(name + ".weight");
        weights.get(name + (plain ? ".weight" : ".weight_orig"), out, in, kernel, kernel);
        return effectiveWeight(weights, name);
    }

    /** {@code W / (u^T W v)} of the layer {@code name}, with {@code W} seen as {@code out x rest}; summed in double. */
    static WeightTensor weight(StateDict weights, String name) {
        WeightTensor original = weights.get(name + ".weight_orig");
        int out = (int) original.size(0);
        int rest = original.elements() / out;
        float[] w = original.floats();
        float[] u = weights.get(name + ".weight_u", out).floats();
        float[] v = weights.get(name + ".weight_v", rest).floats();
        double sigma = 0;
        for (int row = 0; row < out; row++) {
            double product = 0;
            for (int column = 0; column < rest; column++) {
                product += (double) w[row * rest + column] * v[column];
            }
            sigma += u[row] * product;
        }
        if (!(Math.abs(sigma) > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException(
                    "layer '" + name + "' has the singular value " + sigma + ", which nothing can be divided by");
        }
        float[] folded = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            folded[i] = (float) (w[i] / sigma);
        }
        return WeightTensor.of(folded, original.shape());
    }
}
