package org.limner.worker.image;

/** Writes baseline JPEG files without chroma subsampling (4:4:4). Thread-safe. */
public final class JpegWriter {
    /**
     * The bytes of a JPEG file.
     *
     * @param quality 1 to 100
     */
    public byte[] write(RgbImage image, int quality) {
        throw new UnsupportedOperationException(image + " " + quality);
    }
}
