package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** The engine's plain operations under the names the papers use. All read {@code N x C x H x W}. */
final class Layers {
    /** Slope of every leaky ReLU of the reference. */
    private static final float NEGATIVE_SLOPE = 0.2f;

    private Layers() {}

    /** {@code weight: out x in x k x k}, {@code bias: out} -> {@code N x out x H' x W'}. Pads with zeros. */
    static NDArray convolution(NDArray x, NDArray weight, @Nullable NDArray bias, int stride, int padding) {
        return x.getNDArrayInternal()
                .convolution(
                        x, weight, bias, new Shape(stride, stride), new Shape(padding, padding), new Shape(1, 1), 1)
                .singletonOrThrow();
    }

    /** A convolution of odd kernel, read from the weight's shape, that keeps height and width. */
    static NDArray sameConvolution(NDArray x, NDArray weight, @Nullable NDArray bias) {
        return convolution(x, weight, bias, 1, (int) weight.getShape().get(2) / 2);
    }

    /** {@code x: N x in}, {@code weight: out x in}, {@code bias: out} -> {@code N x out}. */
    static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return x.matMul(weight.transpose()).add(bias);
    }

    static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }

    static NDArray leakyRelu(NDArray x) {
        return x.getNDArrayInternal().leakyRelu(NEGATIVE_SLOPE);
    }

    /** Twice the height and width, each pixel repeated. */
    static NDArray upsample(NDArray x) {
        return nearest(x, 2 * x.getShape().get(2), 2 * x.getShape().get(3));
    }

    /** Nearest neighbour sampling in the network's sense: row {@code i} reads row {@code floor(i * in / out)}. */
    static NDArray nearest(NDArray x, long height, long width) {
        if (x.getShape().get(2) == height && x.getShape().get(3) == width) {
            return x;
        }
        return x.getNDArrayInternal().interpolation(new long[] {height, width}, 0, false);
    }
}
