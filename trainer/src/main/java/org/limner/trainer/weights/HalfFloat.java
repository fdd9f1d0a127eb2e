package org.limner.trainer.weights;

/**
 * IEEE 754 binary16 and bfloat16 to and from float32, rounding to nearest even. Java has the former as
 * {@code Float.float16ToFloat} from 20 on; this code also runs on 17.
 */
public final class HalfFloat {
    /** The largest finite binary16. */
    public static final float MAX_VALUE = 65504f;

    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

    private HalfFloat() {}

    /** The float32 of the same value: exact. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * SMALLEST_SUBNORMAL;
            return sign == 0 ? magnitude : -magnitude;
        }
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13); // biases: 127 - 15 = 112
    }

    /** The nearest binary16, ties to even; beyond {@link #MAX_VALUE} infinity. */
    public static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00); // a quiet NaN
        }
        if (magnitude < 0x38800000) { // below 2^-14: a multiple of the smallest subnormal
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) / SMALLEST_SUBNORMAL));
        }
        int rounded = magnitude
                + 0xfff
                + (magnitude >>> 13 & 1); // may carry into the exponent, which is what rounding up means
        return (short) (sign | Math.min((rounded >>> 13) - (112 << 10), 0x7c00));
    }

    /** The float32 of the same value: exact. */
    public static float bfloat16ToFloat(short value) {
        return Float.intBitsToFloat(value << 16);
    }

    /** The nearest bfloat16, ties to even. */
    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
