package org.limner.trainer.evaluation;

import java.util.List;

/**
 * The numbers that a network wants for a picture: {@code (low + v * (high - low) - mean) / std} for v in [0, 1], channel by
 * channel.
 *
 * @param low  what black is
 * @param high what white is
 * @param bgr  whether blue comes first
 * @param mean by channel in the network's order, in the unit of {@code low} and {@code high}
 * @param std  by channel likewise, not 0
 */
record PixelFormat(double low, double high, boolean bgr, List<Double> mean, List<Double> std) {
    PixelFormat {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3 || std.contains(0.0)) {
            throw new IllegalArgumentException("3 means and 3 deviations that are not 0, not " + mean + " and " + std);
        }
    }

    /** Writes a picture at {@code at}: {@code 3 x H x W}. */
    void write(Planes picture, float[] to, int at) {
        int plane = picture.width() * picture.height();
        for (int channel = 0; channel < 3; channel++) {
            int from = (bgr ? 2 - channel : channel) * plane;
            float scale = (float) ((high - low) / std.get(channel));
            float shift = (float) ((low - mean.get(channel)) / std.get(channel));
            for (int i = 0; i < plane; i++) {
                to[at + channel * plane + i] = picture.values()[from + i] * scale + shift;
            }
        }
    }
}
