package org.limner.trainer.evaluation;

import org.limner.trainer.dataset.RgbImage;

/**
 * One number per pixel and channel: {@code C x H x W} float32, row-major. A picture has channels red, green, blue in
 * [0, 1]; a segmenter's answer one per class. The array is not written to after it has been handed in.
 */
final class Planes {
    private final int channels;
    private final int width;
    private final int height;
    private final float[] values;

    Planes(int channels, int width, int height, float[] values) {
        if (values.length != channels * width * height) {
            throw new IllegalArgumentException("%d x %d x %d planes need %d values but have %d"
                    .formatted(channels, height, width, channels * width * height, values.length));
        }
        this.channels = channels;
        this.width = width;
        this.height = height;
        this.values = values;
    }

    /** Bytes 0 to 255 as 0 to 1. */
    static Planes of(RgbImage image) {
        int plane = image.width() * image.height();
        byte[] pixels = image.pixels();
        float[] values = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int channel = 0; channel < 3; channel++) {
                values[channel * plane + i] = (pixels[3 * i + channel] & 0xFF) / 255f;
            }
        }
        return new Planes(3, image.width(), image.height(), values);
    }

    /** The picture in 8 bits, rounded. */
    RgbImage toImage() {
        int plane = width * height;
        byte[] pixels = new byte[3 * plane];
        for (int i = 0; i < pixels.length; i++) {
            float value = values[i % 3 * plane + i / 3];
            pixels[i] = (byte) Math.round(Math.max(0, Math.min(1, value)) * 255);
        }
        return new RgbImage(width, height, pixels);
    }

    int channels() {
        return channels;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    float[] values() {
        return values;
    }

    /** By pixel, the channel with the largest value; the first of equals. */
    short[] largestChannel() {
        int plane = width * height;
        short[] largest = new short[plane];
        for (int i = 0; i < plane; i++) {
            int best = 0;
            for (int channel = 1; channel < channels; channel++) {
                if (values[channel * plane + i] > values[best * plane + i]) {
                    best = channel;
                }
            }
            largest[i] = (short) best;
        }
        return largest;
    }
}
