package org.limner.trainer.dataset.scenes;

/** Small curves that need no library function, so they are the same to the bit on every JDK. */
final class Curve {
    private Curve() {}

    static float clamp(float x, float low, float high) {
        return x < low ? low : Math.min(x, high);
    }

    /** 0 up to {@code from}, 1 from {@code to} on, smooth between; {@code from} may be the larger one. */
    static float step(float from, float to, float x) {
        float t = clamp((x - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }

    /** Brings any number into (-1, 1), keeping small ones. */
    static float squash(float x) {
        return x / (1 + Math.abs(x));
    }

    /** 1 at 0, falling like a bell, 1/2 at {@code half}. */
    static float bell(float x, float half) {
        float t = x / half;
        return 1 / (1 + t * t);
    }
}
