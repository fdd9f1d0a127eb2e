package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays with plain numbers, safe to take gradients of.
 *
 * <p>The engine's own {@code mul(Number)}, {@code div(Number)}, {@code minimum(Number)}, .. (DJL 0.36) put the number into a direct
 * Java buffer, let the tensor read that, and close the pair when the method returns. The backward pass reads the number again: by
 * then the garbage collector may have freed the buffer, and whatever lies there is taken for the factor. Seen: a gradient norm of
 * 1e23 instead of 8.06, in some runs. Numbers made here are in the engine's own memory, which the graph keeps.
 *
 * <p>{@code add(Number)} and {@code sub(Number)} are safe: their gradients do not depend on the number.
 */
public final class Scalars {
    private Scalars() {}

    /** {@code x * factor}, in the shape of x. */
    public static NDArray multiply(NDArray x, float factor) {
        return x.mul(scalar(x, factor));
    }

    /** {@code x / divisor}, in the shape of x. */
    public static NDArray divide(NDArray x, float divisor) {
        return x.div(scalar(x, divisor));
    }

    /** The smaller of each element and {@code bound}; at equality half of the gradient flows. */
    public static NDArray minimum(NDArray x, float bound) {
        return x.minimum(scalar(x, bound));
    }

    /** The larger of each element and {@code bound}; at equality half of the gradient flows. */
    public static NDArray maximum(NDArray x, float bound) {
        return x.maximum(scalar(x, bound));
    }

    private static NDArray scalar(NDArray x, float value) {
        return x.getManager().full(new Shape(), value, x.getDataType());
    }
}
