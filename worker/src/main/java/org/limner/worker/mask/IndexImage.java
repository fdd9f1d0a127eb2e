package org.limner.worker.mask;

/**
 * One number per pixel as a PNG file has it, {@code H x W}, row-major, 0 to 65,535: label ids or instance ids, before
 * any resize or meaning. Immutable once handed out.
 */
public final class IndexImage {
    private final int width;
    private final int height;
    private final short[] values; // unsigned

    /** Takes ownership of {@code values}: {@code height * width} unsigned 16-bit numbers. */
    public IndexImage(int width, int height, short[] values) {
        if (width < 1 || height < 1 || values.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "an index image of " + width + " x " + height + " cannot have " + values.length + " values");
        }
        this.width = width;
        this.height = height;
        this.values = values;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The number at column {@code x} and row {@code y}. */
    public int at(int x, int y) {
        return values[y * width + x] & 0xFFFF;
    }
}
