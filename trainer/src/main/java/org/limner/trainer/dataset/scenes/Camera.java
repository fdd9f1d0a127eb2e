package org.limner.trainer.dataset.scenes;

/** From linear light to the bytes of a photograph. */
final class Camera {
    /** Brighter than this is white. */
    private static final float WHITEST = 6;

    private static final byte[] CURVE = new byte[4096];

    static {
        for (int k = 0; k < CURVE.length; k++) {
            double light = WHITEST * k * k / (4095.0 * 4095.0); // finer steps where it is dark
            double film = 1 - StrictMath.exp(-1.35 * light); // highlights roll off instead of clipping
            double display = film <= 0.0031308 ? 12.92 * film : 1.055 * StrictMath.pow(film, 1 / 2.4) - 0.055;
            CURVE[k] = (byte) StrictMath.round(255 * display);
        }
    }

    private Camera() {}

    /** RGB bytes, each pixel the mean light of its samples. */
    static byte[] develop(float[] radiance, int width, int height, float exposure) {
        int stride = 3 * width * Layout.SAMPLES;
        byte[] rgb = new byte[3 * width * height];
        float share = exposure / (Layout.SAMPLES * Layout.SAMPLES);
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int at = y * Layout.SAMPLES * stride + x * Layout.SAMPLES * 3 + channel;
                    float sum = radiance[at] + radiance[at + 3] + radiance[at + stride] + radiance[at + stride + 3];
                    rgb[to++] = expose(sum * share);
                }
            }
        }
        return rgb;
    }

    private static byte expose(float light) {
        float fraction = Curve.clamp(light / WHITEST, 0, 1);
        return CURVE[(int) ((float) Math.sqrt(fraction) * 4095 + 0.5f)];
    }
}
