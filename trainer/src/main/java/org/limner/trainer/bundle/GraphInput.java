package org.limner.trainer.bundle;

import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * One input of a run.
 *
 * @param name   in the graph
 * @param values direct, float32 or int32, from position 0 to its limit; not to be written before the run has ended
 * @param shape  row-major
 */
public record GraphInput(String name, Buffer values, long[] shape) {
    public GraphInput {
        if (!(values instanceof FloatBuffer) && !(values instanceof IntBuffer) || !values.isDirect()) {
            throw new IllegalArgumentException(
                    "input '" + name + "' is a direct float32 or int32 buffer, not " + values);
        }
    }
}
