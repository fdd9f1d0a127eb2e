package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;

/**
 * Spectral normalisation, Miyato et al. 2018 (arXiv 1802.05957), algorithm 1: a weight divided by its largest singular value,
 * which u and v estimate.
 */
final class SpectralNorm {
    private static final float EPSILON = 1e-12f; // keeps a zero weight from dividing by zero, as in PyTorch

    private SpectralNorm() {}

    /**
     * {@code W / sigma(W)} of the layer {@code name}, with {@code W: out x in x k x k} seen as {@code out x (in k k)}. In training
     * mode u and v take one step of power iteration first, and keep it; the gradient sees them as constants.
     */
    static NDArray weight(Parameters parameters, String name, boolean training) {
        NDArray weight = parameters.get(name + ".weight_orig");
        NDArray storedU = parameters.get(name + ".weight_u");
        NDArray storedV = parameters.get(name + ".weight_v");
        long out = weight.getShape().get(0);
        NDArray matrix = weight.reshape(out, -1); // out x m
        NDArray u = storedU.reshape(-1, 1); // out x 1
        NDArray v = storedV.reshape(-1, 1); // m x 1
        if (training) {
            NDArray constant = matrix.stopGradient();
            v = unit(constant.transpose().matMul(u)); // m x 1
            u = unit(constant.matMul(v)); // out x 1
            store(v, storedV);
            store(u, storedU);
        }
        NDArray sigma = u.mul(matrix.matMul(v)).sum(); // u^T W v
        return weight.div(sigma);
    }

    private static NDArray unit(NDArray vector) {
        return vector.div(vector.norm().maximum(EPSILON));
    }

    /** A swap of native memory, not a write into it: the graph of an earlier forward pass may still hold the old vector. */
    private static void store(NDArray vector, NDArray buffer) {
        buffer.intern(vector.reshape(-1).duplicate());
    }
}
