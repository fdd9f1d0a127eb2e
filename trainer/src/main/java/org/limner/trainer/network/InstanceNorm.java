package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Instance normalisation without scale and shift, Ulyanov et al. 2016 (arXiv 1607.08022). */
final class InstanceNorm {
    private static final float EPSILON = 1e-5f; // PyTorch's default, which the reference uses

    private InstanceNorm() {}

    /**
     * {@code N x C x H x W}, each map brought to mean 0 and variance 1 over its own pixels. The engine has no such operation, but
     * batch normalisation over one example of N C channels is the same arithmetic.
     */
    static NDArray normalize(NDArray x) {
        Shape shape = x.getShape();
        long maps = shape.get(0) * shape.get(1);
        NDManager manager = x.getManager();
        NDArray ones = manager.ones(new Shape(maps));
        NDArray zeros = manager.zeros(new Shape(maps));
        NDArray unusedMean = manager.zeros(new Shape(maps));
        NDArray unusedVariance = manager.ones(new Shape(maps));
        NDArray rows = x.reshape(1, maps, shape.get(2), shape.get(3));
        return rows.getNDArrayInternal()
                .batchNorm(rows, unusedMean, unusedVariance, ones, zeros, -1, 0.9f, EPSILON, true)
                .singletonOrThrow()
                .reshape(shape);
    }
}
