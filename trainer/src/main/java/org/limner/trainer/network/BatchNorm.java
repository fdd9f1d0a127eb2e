package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Batch normalisation, Ioffe and Szegedy 2015 (arXiv 1502.03167). Statistics are over the whole batch, which on one device is
 * all that synchronised batch normalisation adds; running variances are unbiased, as in PyTorch.
 */
final class BatchNorm {
    private static final float MOMENTUM = 0.9f; // what a running statistic keeps; PyTorch's momentum 0.1
    private static final float EPSILON = 1e-5f; // PyTorch's default, which the reference uses
    private static final int[] PER_CHANNEL = {0, 2, 3};

    private BatchNorm() {}

    /**
     * {@code x: N x C x H x W} brought to mean 0 and variance 1 per channel.
     *
     * @param name     of the layer: {@code name.running_mean} and so on; {@code name.weight} and {@code name.bias}, where they are,
     *                 scale and shift
     * @param training statistics of the batch, which also enter the running ones; otherwise the running ones
     */
    static NDArray normalize(
            Parameters parameters, String name, NDArray x, BatchNormEpsilon epsilon, boolean training) {
        NDArray mean = parameters.get(name + ".running_mean");
        NDArray variance = parameters.get(name + ".running_var");
        if (training) {
            parameters.get(name + ".num_batches_tracked").addi(1);
            if (epsilon == BatchNormEpsilon.CLAMPED) {
                return clamped(x, mean, variance);
            }
        }
        NDManager manager = x.getManager();
        Shape channels = mean.getShape();
        boolean affine = parameters.contains(name + ".weight");
        // The engine refuses null for an absent scale or shift.
        NDArray scale = affine ? parameters.get(name + ".weight") : manager.ones(channels);
        NDArray shift = affine ? parameters.get(name + ".bias") : manager.zeros(channels);
        // Axis -1 is the engine's direct way for N x C x H x W; axis 1 re-attaches x to another manager.
        return x.getNDArrayInternal()
                .batchNorm(x, mean, variance, scale, shift, -1, MOMENTUM, EPSILON, training)
                .singletonOrThrow();
    }

    /** {@code (x - mean) / sqrt(max(variance, epsilon))}; the engine only adds epsilon, so step by step. */
    private static NDArray clamped(NDArray x, NDArray runningMean, NDArray runningVariance) {
        float count = (float) x.size() / runningMean.size();
        NDArray mean =
                Scalars.divide(x.sum(PER_CHANNEL, true), count); // 1 x C x 1 x 1; the engine's mean takes one axis
        NDArray centred = x.sub(mean);
        NDArray variance = Scalars.divide(centred.square().sum(PER_CHANNEL, true), count); // 1 x C x 1 x 1
        blend(runningMean, mean, 1);
        blend(runningVariance, variance, count / (count - 1));
        return centred.div(Scalars.maximum(variance, EPSILON).sqrt());
    }

    private static void blend(NDArray running, NDArray batch, float factor) {
        NDArray now = Scalars.multiply(batch.stopGradient().reshape(running.getShape()), factor);
        running.addi(Scalars.multiply(now.sub(running), 1 - MOMENTUM));
    }
}
