package org.limner.trainer.weights;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * One named array of a network: shape, element type and values in row-major order. Values of F32, F16 and BF16 are held as
 * floats, of F64 as doubles, of the other types as longs.
 *
 * <p>Never changes: whoever makes one gives its array away, and whoever reads {@link #floats()}, {@link #doubles()} or
 * {@link #longs()} may get that very array and does not write to it. Copying instead would double the memory of every load.
 */
public final class WeightTensor {
    private final ElementType type;
    private final long[] shape;
    private final Object values;

    private WeightTensor(ElementType type, long[] shape, Object values, int length) {
        if (elements(shape) != length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has " + elements(shape)
                    + " elements but " + length + " are given");
        }
        this.type = type;
        this.shape = shape.clone();
        this.values = values;
    }

    /** An F32 tensor. */
    public static WeightTensor of(float[] values, long... shape) {
        return of(ElementType.F32, values, shape);
    }

    /** An F64 tensor. */
    public static WeightTensor of(double[] values, long... shape) {
        return new WeightTensor(ElementType.F64, shape, values, values.length);
    }

    /** An I64 tensor. */
    public static WeightTensor of(long[] values, long... shape) {
        return of(ElementType.I64, values, shape);
    }

    /** A tensor of F32, F16 or BF16, which say how it is written; values beyond their range are rounded then. */
    public static WeightTensor of(ElementType type, float[] values, long... shape) {
        if (!type.floating() || type == ElementType.F64) {
            throw new IllegalArgumentException("floats cannot be held as " + type);
        }
        return new WeightTensor(type, shape, values, values.length);
    }

    /** A tensor of an integer type or BOOL (0 and 1). */
    public static WeightTensor of(ElementType type, long[] values, long... shape) {
        if (type.floating()) {
            throw new IllegalArgumentException("longs cannot be held as " + type);
        }
        return new WeightTensor(type, shape, values, values.length);
    }

    /** {@code values}: what {@link ElementReader#read} gave for {@code type}. */
    static WeightTensor ofRead(ElementType type, Object values, long... shape) {
        if (values instanceof float[] floats) {
            return of(type, floats, shape);
        }
        return values instanceof double[] doubles ? of(doubles, shape) : of(type, (long[]) values, shape);
    }

    public ElementType type() {
        return type;
    }

    /** A copy. Empty for a scalar. */
    public long[] shape() {
        return shape.clone();
    }

    public int rank() {
        return shape.length;
    }

    /** Elements along {@code axis}. */
    public long size(int axis) {
        return shape[axis];
    }

    /** Elements in all. */
    public int elements() {
        return (int) elements(shape);
    }

    /** The values of a floating type; F64 is rounded to float32. Throws {@link IllegalStateException} on integers. */
    public float[] floats() {
        if (values instanceof float[] floats) {
            return floats;
        }
        double[] doubles = doubles();
        float[] rounded = new float[doubles.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) doubles[i];
        }
        return rounded;
    }

    /** The values of a floating type, widened where needed. Throws {@link IllegalStateException} on integers. */
    public double[] doubles() {
        if (values instanceof double[] doubles) {
            return doubles;
        }
        if (values instanceof float[] floats) {
            double[] widened = new double[floats.length];
            for (int i = 0; i < widened.length; i++) {
                widened[i] = floats[i];
            }
            return widened;
        }
        throw new IllegalStateException("a tensor of " + type + " has no floating values");
    }

    /** The values of an integer type or BOOL. Throws {@link IllegalStateException} on floating types. */
    public long[] longs() {
        if (values instanceof long[] longs) {
            return longs;
        }
        throw new IllegalStateException("a tensor of " + type + " has no integer values");
    }

    /** On disk. */
    public long bytes() {
        return (long) elements() * type.bytes();
    }

    /** Writes the values little-endian, rounded to the tensor's type. */
    public void writeTo(WritableByteChannel out) throws IOException {
        ElementWriter.write(this, out);
    }

    /** Type and shape, as in {@code F32 [512, 1024, 3, 3]}. */
    @Override
    public String toString() {
        return type + " " + Arrays.toString(shape);
    }

    /** The product of {@code shape}; throws {@link IllegalArgumentException} where it is negative or beyond a Java array. */
    static long elements(long[] shape) {
        long product = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has a negative size");
            }
            product = Math.multiplyHigh(product, size) == 0 ? product * size : -1;
            if (product < 0 || product > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(shape) + " has more elements than a Java array can hold, 2^31 - 9");
            }
        }
        return product;
    }
}
