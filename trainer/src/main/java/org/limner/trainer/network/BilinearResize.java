package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Bilinear sampling at half-pixel centres without antialias, PyTorch's {@code interpolate(mode='bilinear',
 * align_corners=False)}. The engine's own operation smooths when it shrinks, so two matrix products do it here.
 */
final class BilinearResize {
    private BilinearResize() {}

    /** {@code N x C x H x W} -> {@code N x C x height x width}; the input itself when it has that size. */
    static NDArray resize(NDArray x, int height, int width) {
        long n = x.getShape().get(0);
        long channels = x.getShape().get(1);
        int inHeight = (int) x.getShape().get(2);
        int inWidth = (int) x.getShape().get(3);
        if (inHeight == height && inWidth == width) {
            return x;
        }
        NDArray columns = matrix(x.getManager(), inWidth, width).transpose(); // W x width
        NDArray rows = matrix(x.getManager(), inHeight, height).transpose(); // H x height
        NDArray wide = x.reshape(-1, inWidth).matMul(columns).reshape(-1, inHeight, width); // NC x H x width
        NDArray turned = wide.transpose(0, 2, 1).reshape(-1, inHeight); // NC width x H
        return turned.matMul(rows)
                .reshape(n * channels, width, height)
                .transpose(0, 2, 1)
                .reshape(n, channels, height, width);
    }

    /** {@code out x in}: row i holds the weights of the two inputs around the centre of output i. */
    private static NDArray matrix(NDManager manager, int in, int out) {
        float[] weights = new float[out * in];
        for (int i = 0; i < out; i++) {
            double centre = Math.max(0, (i + 0.5) * in / out - 0.5);
            int low = (int) centre;
            int high = Math.min(low + 1, in - 1);
            double fraction = centre - low;
            weights[i * in + low] += (float) (1 - fraction);
            weights[i * in + high] += (float) fraction;
        }
        return manager.create(weights, new Shape(out, in));
    }
}
