package org.limner.trainer.dataset;

/**
 * Pixels: {@code H x W x 3} in the order red, green, blue, uint8, row by row. The array belongs to the image; whoever
 * hands one in or asks for it does not write to it afterwards.
 */
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] pixels;

    /**
     * @param pixels {@code height * width * 3} bytes, taken over, not copied
     */
    public RgbImage(int width, int height, byte[] pixels) {
        Extent.require(width, height);
        if (pixels.length != 3L * width * height) {
            throw new IllegalArgumentException("an image of %d x %d needs %d bytes but has %d"
                    .formatted(width, height, 3L * width * height, pixels.length));
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** @param rgb {@code height * width} colours {@code 0xRRGGBB} */
    public static RgbImage of(int width, int height, int[] rgb) {
        byte[] pixels = new byte[3 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            pixels[3 * i] = (byte) (rgb[i] >> 16);
            pixels[3 * i + 1] = (byte) (rgb[i] >> 8);
            pixels[3 * i + 2] = (byte) rgb[i];
        }
        return new RgbImage(width, height, pixels);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** All bytes, not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    /**
     * One value in 0 to 255.
     *
     * @param channel 0 red, 1 green, 2 blue
     */
    public int at(int x, int y, int channel) {
        return pixels[(y * width + x) * 3 + channel] & 0xFF;
    }
}
