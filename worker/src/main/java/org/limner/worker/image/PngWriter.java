package org.limner.worker.image;

/** Writes 8-bit RGB PNG files. Thread-safe. */
public final class PngWriter {
    /** The bytes of a PNG file. */
    public byte[] write(RgbImage image) {
        throw new UnsupportedOperationException("" + image);
    }
}
