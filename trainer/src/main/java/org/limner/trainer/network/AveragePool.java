package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Halves maps: 3 x 3 means at every second pixel, where pixels beyond the border are not counted. */
final class AveragePool {
    private static final Shape KERNEL = new Shape(3, 3);
    private static final Shape STRIDE = new Shape(2, 2);
    private static final Shape PADDING = new Shape(1, 1);

    private AveragePool() {}

    /**
     * {@code N x C x H x W} -> {@code N x C x ceil(H/2) x ceil(W/2)}. The engine counts padded zeros whatever it is told; the mean
     * of a map of ones is the share it counted rightly.
     */
    static NDArray halve(NDArray x) {
        NDArray ones = x.getManager()
                .ones(new Shape(1, 1, x.getShape().get(2), x.getShape().get(3)));
        return pool(x).div(pool(ones));
    }

    private static NDArray pool(NDArray x) {
        return x.getNDArrayInternal().avgPool(KERNEL, STRIDE, PADDING, false, true);
    }
}
