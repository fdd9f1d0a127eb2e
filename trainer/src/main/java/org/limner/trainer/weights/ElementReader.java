package org.limner.trainer.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/** Little-endian elements from a channel into a Java array, by pieces, so that a tensor may be larger than a buffer can be. */
final class ElementReader {
    private static final int PIECE_BYTES = 1 << 20; // a multiple of every element's size

    private ElementReader() {}

    /**
     * Reads {@code count} elements: {@code float[]} for F32, F16 and BF16, {@code double[]} for F64, otherwise {@code long[]}.
     * Throws {@link EOFException} with the missing bytes when the channel ends before.
     */
    static Object read(ElementType type, int count, ReadableByteChannel in) throws IOException {
        Object values =
                type == ElementType.F64 ? new double[count] : type.floating() ? new float[count] : new long[count];
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min((long) count * type.bytes(), PIECE_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        int done = 0;
        while (done < count) {
            int wanted = Math.min(count - done, PIECE_BYTES / type.bytes());
            piece.clear().limit(wanted * type.bytes());
            while (piece.hasRemaining()) {
                if (in.read(piece) < 0) {
                    long missing = (long) (count - done) * type.bytes() - piece.position();
                    throw new EOFException("ends " + missing + " bytes early");
                }
            }
            decode(type, piece.flip(), values, done, wanted);
            done += wanted;
        }
        return values;
    }

    private static void decode(ElementType type, ByteBuffer from, Object values, int at, int count) {
        if (values instanceof double[] doubles) {
            from.asDoubleBuffer().get(doubles, at, count);
        } else if (values instanceof float[] floats) {
            if (type == ElementType.F32) {
                from.asFloatBuffer().get(floats, at, count);
                return;
            }
            for (int i = at; i < at + count; i++) {
                short bits = from.getShort();
                floats[i] = type == ElementType.F16 ? HalfFloat.toFloat(bits) : HalfFloat.bfloat16ToFloat(bits);
            }
        } else {
            long[] longs = (long[]) values;
            for (int i = at; i < at + count; i++) {
                longs[i] = integer(type, from);
            }
        }
    }

    private static long integer(ElementType type, ByteBuffer from) {
        return switch (type) {
            case I64 -> from.getLong();
            case I32 -> from.getInt();
            case I16 -> from.getShort();
            case I8 -> from.get();
            case U8, BOOL -> from.get() & 0xff;
            case F64, F32, F16, BF16 -> throw new IllegalArgumentException(type + " is no integer type");
        };
    }
}
