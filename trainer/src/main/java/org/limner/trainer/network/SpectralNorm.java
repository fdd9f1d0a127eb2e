package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;

/**
 * Spectral normalisation, Miyato et al. 2018 (arXiv 1802.05957), algorithm 1: a weight divided by its largest singular value,
 * which u and v estimate.
 */
final class SpectralNorm {
    private static final double EPSILON = 1e-12; // keeps a zero weight from dividing by zero, as in PyTorch

    private SpectralNorm() {}

    /** The weight that the convolution {@code name} runs with: {@link #weight}, or the plain one of a layer without this norm. */
    static NDArray effectiveWeight(Parameters parameters, String name, boolean training) {
        return parameters.contains(name + ".weight_orig")
                ? weight(parameters, name, training)
                : parameters.get(name + ".weight");
    }

    /**
     * {@code W / sigma(W)} of the layer {@code name}, with {@code W: out x in x k x k} seen as {@code out x (in k k)}. In training
     * mode u and v take one step of power iteration first, and keep it; the gradient sees them as constants.
     */
    static NDArray weight(Parameters parameters, String name, boolean training) {
        NDArray weight = parameters.get(name + ".weight_orig");
        NDArray storedU = parameters.get(name + ".weight_u");
        NDArray storedV = parameters.get(name + ".weight_v");
        NDArray matrix = weight.reshape(weight.getShape().get(0), -1); // out x m
        NDArray u = storedU; // out
        NDArray v = storedV; // m
        if (training) {
            NDArray constant = matrix.stopGradient();
            v = unit(constant.transpose().matMul(u));
            u = unit(constant.matMul(v));
            store(v, storedV);
            store(u, storedU);
        }
        NDArray sigma = u.matMul(matrix.matMul(v)); // u^T W v
        return weight.div(sigma);
    }

    private static NDArray unit(NDArray vector) {
        return vector.normalize(2, 0, EPSILON);
    }

    /** A swap of native memory, not a write into it: the graph of an earlier forward pass may still hold the old vector. */
    private static void store(NDArray vector, NDArray buffer) {
        buffer.intern(vector.duplicate());
    }
}
