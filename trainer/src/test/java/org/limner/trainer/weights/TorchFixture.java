package org.limner.trainer.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes {@code .pth} files opcode by opcode, right ones and wrong ones, so that tests need no Python. */
public final class TorchFixture {
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final Map<String, byte[]> storages = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private String byteOrder = "little";

    /** All of a network, as torch.save would write it. */
    public static TorchFixture of(StateDict weights) {
        TorchFixture fixture = new TorchFixture();
        weights.tensors().forEach((name, tensor) -> {
            if (tensor.type().floating()) {
                fixture.floats(name, tensor.floats());
            } else {
                fixture.storage(name, tensor.elements(), new byte[8 * tensor.elements()]); // counters: zero
            }
            int[] size =
                    Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray();
            fixture.tensor(
                    name,
                    tensor.type().floating() ? "FloatStorage" : "LongStorage",
                    name,
                    tensor.elements(),
                    0,
                    size,
                    contiguous(size));
        });
        return fixture;
    }

    private static int[] contiguous(int... size) {
        int[] stride = new int[size.length];
        for (int axis = size.length - 1, step = 1; axis >= 0; step *= size[axis--]) {
            stride[axis] = step;
        }
        return stride;
    }

    /** Adds storage {@code key} of little-endian {@code bytes}. */
    public TorchFixture storage(String key, int elements, byte[] bytes) {
        storages.put(key, bytes);
        counts.put(key, elements);
        return this;
    }

    public TorchFixture floats(String key, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return storage(key, values.length, bytes.array());
    }

    public TorchFixture byteOrder(String order) {
        byteOrder = order;
        return this;
    }

    /** A tensor over storage {@code key}, whose pickled type and element count may lie. */
    public TorchFixture tensor(
            String name, String storageType, String key, int claimed, int offset, int[] size, int[] stride) {
        Pickle pickle = new Pickle()
                .string(name)
                .global("torch._utils", "_rebuild_tensor_v2")
                .mark();
        pickle.mark()
                .string("storage")
                .global("torch", storageType)
                .string(key)
                .string("cpu")
                .integer(claimed);
        pickle.op('t').op('Q').integer(offset).integers(size).integers(stride).op(0x89);
        pickle.global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
        entries.writeBytes(pickle.bytes());
        return this;
    }

    public TorchFixture tensor(String name, String key, int... size) {
        return tensor(name, "FloatStorage", key, counts.get(key), 0, size, contiguous(size));
    }

    /** A key with any pickled value. */
    public TorchFixture entry(String name, Pickle value) {
        entries.writeBytes(new Pickle().string(name).bytes());
        entries.writeBytes(value.bytes());
        return this;
    }

    /** A key whose value is what a shell command returns, were the pickle run. */
    public TorchFixture command(String command) {
        return entry(
                "w",
                new Pickle()
                        .global("posix", "system")
                        .mark()
                        .string(command)
                        .op('t')
                        .op('R'));
    }

    private byte[] pickle() {
        Pickle pickle = new Pickle()
                .op(0x80)
                .op(2)
                .global("collections", "OrderedDict")
                .op(')')
                .op('R')
                .mark();
        pickle.raw(entries.toByteArray()).op('u');
        return pickle.op('}')
                .mark()
                .string("_metadata")
                .op('}')
                .op('u')
                .op('b')
                .op('.')
                .bytes();
    }

    public Path zip(Path file) throws IOException {
        return zip(file, pickle());
    }

    public Path zip(Path file, byte[] pickle) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            store(zip, "net/data.pkl", pickle);
            store(zip, "net/byteorder", byteOrder.getBytes(StandardCharsets.US_ASCII));
            for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
                store(zip, "net/data/" + storage.getKey(), storage.getValue());
            }
        }
        return file;
    }

    public Path legacy(Path file) throws IOException {
        return legacy(file, pickle());
    }

    public Path legacy(Path file, byte[] pickle) throws IOException {
        Pickle out = new Pickle();
        byte[] magic = {0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19};
        out.op(0x80).op(2).op(0x8a).op(magic.length).raw(magic).op('.');
        out.op(0x80).op(2).integer(1001).op('.');
        out.op(0x80).op(2).op('}').mark().string("little_endian").op(byteOrder.equals("little") ? 0x88 : 0x89);
        out.op('u').op('.').raw(pickle);
        out.op(0x80).op(2).op(']').mark();
        storages.keySet().forEach(out::string);
        out.op('e').op('.');
        storages.forEach((key, bytes) -> out.raw(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(counts.get(key))
                        .array())
                .raw(bytes));
        return Files.write(file, out.bytes());
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /** Pickle opcodes, protocol 2. */
    static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle op(int opcode) {
            out.write(opcode);
            return this;
        }

        Pickle raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Pickle mark() {
            return op('(');
        }

        Pickle global(String module, String name) {
            return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        Pickle string(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return op('X').raw(little(bytes.length)).raw(bytes);
        }

        Pickle integer(int value) {
            return op('J').raw(little(value));
        }

        Pickle integers(int... values) {
            mark();
            for (int value : values) {
                integer(value);
            }
            return op('t');
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private static byte[] little(int value) {
            return ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array();
        }
    }
}
