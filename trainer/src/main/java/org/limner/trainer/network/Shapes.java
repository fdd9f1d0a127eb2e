package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** Shape checks at the door of each network. */
final class Shapes {
    /** A size that may be anything. */
    static final long ANY = -1;

    private Shapes() {}

    /** Throws {@link IllegalArgumentException} with both shapes unless {@code array} has this one. */
    static void check(String what, NDArray array, long... expected) {
        long[] shape = array.getShape().getShape();
        boolean fits = shape.length == expected.length;
        for (int axis = 0; fits && axis < shape.length; axis++) {
            fits = expected[axis] == ANY || expected[axis] == shape[axis];
        }
        if (!fits) {
            throw new IllegalArgumentException(what + " has shape " + Arrays.toString(shape) + " but needs "
                    + Arrays.toString(expected).replace("-1", "any"));
        }
    }
}
