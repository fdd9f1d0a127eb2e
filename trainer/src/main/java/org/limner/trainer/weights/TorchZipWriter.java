package org.limner.trainer.weights;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The format of torch 1.6 and later, see {@link TorchZip}: entries are stored, not deflated, and each one's bytes begin at a multiple
 * of 64 in the file, so that they can be mapped. The same weights under the same name give the same bytes.
 */
final class TorchZipWriter {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER_BYTES = 30; // of a zip entry, before its name
    private static final int EXTRA_HEADER_BYTES = 4;
    private static final String VERSION = "3\n"; // of the archive, as torch writes it since 1.6
    private static final LocalDateTime SOME_TIME = LocalDateTime.of(1980, 1, 1, 0, 2);

    private final Counter counter;
    private final ZipOutputStream zip;
    private final String folder;

    private TorchZipWriter(OutputStream out, String folder) {
        this.counter = new Counter(out);
        this.zip = new ZipOutputStream(counter);
        this.folder = folder;
    }

    /** {@code folder}: what everything in the archive is under; torch takes the file's name. */
    static void write(StateDict weights, String folder, FileChannel channel) throws IOException {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        TorchZipWriter writer = new TorchZipWriter(out, folder);
        writer.add("data.pkl", TorchPickle.of(weights, false));
        writer.add("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        int key = 0;
        for (WeightTensor tensor : weights.tensors().values()) {
            Checksum checksum = new Checksum();
            tensor.writeTo(checksum);
            writer.begin("data/" + key++, tensor.bytes(), checksum.value());
            tensor.writeTo(Channels.newChannel(writer.zip));
            writer.zip.closeEntry();
        }
        writer.add("version", VERSION.getBytes(StandardCharsets.US_ASCII));
        writer.zip.finish();
        writer.zip.flush(); // not closed: the channel is the caller's
    }

    private void add(String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        begin(name, bytes.length, checksum.getValue());
        zip.write(bytes);
        zip.closeEntry();
    }

    private void begin(String name, long bytes, long checksum) throws IOException {
        ZipEntry entry = new ZipEntry(folder + "/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes);
        entry.setCrc(checksum);
        entry.setTimeLocal(SOME_TIME);
        int nameBytes = entry.getName().getBytes(StandardCharsets.UTF_8).length;
        entry.setExtra(padding(counter.count + LOCAL_HEADER_BYTES + nameBytes + EXTRA_HEADER_BYTES));
        zip.putNextEntry(entry);
    }

    /** A field of torch's own, FB, that ends where the next multiple of 64 from {@code start} is. */
    private static byte[] padding(long start) {
        int length = (int) ((ALIGNMENT - start % ALIGNMENT) % ALIGNMENT);
        byte[] extra = new byte[EXTRA_HEADER_BYTES + length];
        extra[0] = 'F';
        extra[1] = 'B';
        extra[2] = (byte) length;
        return extra;
    }

    /** Where in the file the next byte goes. */
    private static final class Counter extends FilterOutputStream {
        private long count;

        Counter(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }

    /** A stored entry's checksum stands in front of its bytes, so they are gone through twice. */
    private static final class Checksum implements WritableByteChannel {
        private final CRC32 sum = new CRC32();

        long value() {
            return sum.getValue();
        }

        @Override
        public int write(ByteBuffer bytes) {
            int length = bytes.remaining();
            sum.update(bytes);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
