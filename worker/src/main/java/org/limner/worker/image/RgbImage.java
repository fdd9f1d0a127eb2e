package org.limner.worker.image;

import java.util.Arrays;

/** A picture: {@code H x W x 3}, row-major, red, green, blue, uint8. Immutable once handed out. */
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] pixels;

    /** Takes ownership of {@code pixels}: {@code height * width * 3} unsigned bytes. */
    public RgbImage(int width, int height, byte[] pixels) {
        if (width < 1 || height < 1 || pixels.length != (long) width * height * 3) {
            throw new IllegalArgumentException(
                    "a picture of " + width + " x " + height + " cannot have " + pixels.length + " bytes");
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Red, green and blue in bits 16 to 23, 8 to 15 and 0 to 7, at column {@code x} and row {@code y}. */
    public int rgb(int x, int y) {
        int at = (y * width + x) * 3;
        return (pixels[at] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | pixels[at + 2] & 0xFF;
    }

    /** The picture's own bytes, for writers and resampling in this package. */
    byte[] bytes() {
        return pixels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage that && width == that.width && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + " x " + height + "]";
    }
}
