package org.limner.trainer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** The way back of {@link ElementReader}: a tensor's values as little-endian bytes into a channel, by pieces. */
final class ElementWriter {
    private static final int PIECE_BYTES = 1 << 20;

    private ElementWriter() {}

    static void write(WeightTensor tensor, WritableByteChannel out) throws IOException {
        ElementType type = tensor.type();
        int count = tensor.elements();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min((long) count * type.bytes(), PIECE_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        int done = 0;
        while (done < count) {
            int wanted = Math.min(count - done, PIECE_BYTES / type.bytes());
            piece.clear();
            encode(tensor, done, wanted, piece);
            piece.rewind().limit(wanted * type.bytes());
            while (piece.hasRemaining()) {
                out.write(piece);
            }
            done += wanted;
        }
    }

    private static void encode(WeightTensor tensor, int from, int count, ByteBuffer to) {
        switch (tensor.type()) {
            case F64 -> to.asDoubleBuffer().put(tensor.doubles(), from, count);
            case F32 -> to.asFloatBuffer().put(tensor.floats(), from, count);
            case I64 -> to.asLongBuffer().put(tensor.longs(), from, count);
            case F16 -> {
                for (int i = from; i < from + count; i++) {
                    to.putShort(HalfFloat.toHalf(tensor.floats()[i]));
                }
            }
            case BF16 -> {
                for (int i = from; i < from + count; i++) {
                    to.putShort(HalfFloat.toBfloat16(tensor.floats()[i]));
                }
            }
            case I32 -> {
                for (int i = from; i < from + count; i++) {
                    to.putInt((int) tensor.longs()[i]);
                }
            }
            case I16 -> {
                for (int i = from; i < from + count; i++) {
                    to.putShort((short) tensor.longs()[i]);
                }
            }
            case I8, U8, BOOL -> {
                for (int i = from; i < from + count; i++) {
                    to.put((byte) tensor.longs()[i]);
                }
            }
        }
    }
}
