package org.limner.worker.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes 8-bit RGB PNG files (PNG specification, third edition). Thread-safe. */
public final class PngWriter {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final int CHANNELS = 3;
    private static final int DEFAULT_LEVEL = 2;

    private final int level;

    /** Compresses at the level the module's README has the figures for. */
    public PngWriter() {
        this(DEFAULT_LEVEL);
    }

    /** @param level of deflate, 0 to 9 */
    public PngWriter(int level) {
        if (level < 0 || level > 9) {
            throw new IllegalArgumentException("deflate level must be between 0 and 9 but is " + level);
        }
        this.level = level;
    }

    /** The bytes of a PNG file. */
    public byte[] write(RgbImage image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(image.bytes().length / 2 + 64);
        file.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(image.width()).putInt(image.height());
        header.put((byte) 8).put((byte) 2); // bits of a sample, RGB; compression, filter and interlace stay 0
        chunk(file, "IHDR", header.array(), header.capacity());
        byte[] filtered = new PngFilter(image.bytes(), image.width() * CHANNELS, CHANNELS).filter();
        deflate(file, filtered);
        chunk(file, "IEND", new byte[0], 0);
        return file.toByteArray();
    }

    private void deflate(ByteArrayOutputStream file, byte[] filtered) {
        Deflater deflater = new Deflater(level);
        try {
            deflater.setStrategy(Deflater.FILTERED);
            deflater.setInput(filtered);
            deflater.finish();
            byte[] buffer = new byte[64 * 1024];
            while (!deflater.finished()) {
                chunk(file, "IDAT", buffer, deflater.deflate(buffer));
            }
        } finally {
            deflater.end(); // native memory
        }
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data, 0, length);
        file.writeBytes(ByteBuffer.allocate(8).putInt(length).put(name).array());
        file.write(data, 0, length);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
