package org.limner.trainer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The format before torch 1.6, see {@link TorchLegacy}: what the reference, which runs on torch 1.0, can load. */
final class TorchLegacyWriter {
    private static final long MAGIC_LOW = 0xa86a20f9469cfc6cL; // 0x1950a86a20f9469cfc6c
    private static final long MAGIC_HIGH = 0x1950;
    private static final int MAGIC_BYTES = 10;
    private static final int PROTOCOL = 1001;

    private TorchLegacyWriter() {}

    static void write(StateDict weights, FileChannel channel) throws IOException {
        write(new PickleWriter().longInteger(MAGIC_BYTES, MAGIC_LOW, MAGIC_HIGH).end(), channel);
        write(new PickleWriter().integer(PROTOCOL).end(), channel);
        write(system(), channel);
        write(TorchPickle.of(weights, true), channel);
        write(keys(weights.size()), channel);
        for (WeightTensor tensor : weights.tensors().values()) {
            ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            write(count.putLong(tensor.elements()).array(), channel);
            tensor.writeTo(channel);
        }
    }

    private static byte[] system() {
        PickleWriter pickle = new PickleWriter().dictionary().mark();
        pickle.string("protocol_version").integer(PROTOCOL);
        pickle.string("little_endian").bool(true);
        pickle.string("type_sizes").dictionary().mark();
        pickle.string("short")
                .integer(2)
                .string("int")
                .integer(4)
                .string("long")
                .integer(4); // as torch itself claims
        return pickle.items().items().end();
    }

    private static byte[] keys(int count) {
        PickleWriter pickle = new PickleWriter().list().mark();
        for (int key = 0; key < count; key++) {
            pickle.string(Integer.toString(key));
        }
        return pickle.appends().end();
    }

    private static void write(byte[] bytes, FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
