package org.limner.trainer.dataset.scenes;

/**
 * Gradient noise over the plane (Perlin 1985, with the fifth-degree blend of Perlin 2002), with its derivatives, and
 * the sums of octaves that clouds and mountains are made of. One instance is one random function; a call leaves its
 * answer in {@link #value}, {@link #dx} and {@link #dy}, since a scene asks a million times and nothing is kept.
 */
final class Noise {
    /** Sixteen unit vectors. */
    private static final float[] GRADIENT_X = new float[16];

    private static final float[] GRADIENT_Y = new float[16];

    static {
        for (int k = 0; k < 16; k++) {
            GRADIENT_X[k] = (float) StrictMath.cos(StrictMath.PI * (k + 0.5) / 8);
            GRADIENT_Y[k] = (float) StrictMath.sin(StrictMath.PI * (k + 0.5) / 8);
        }
    }

    /** Single octaves stay within +-0.71; this brings them to about +-1. */
    private static final float SCALE = 1.4f;

    private final int seed;

    /** About [-1, 1]; {@link #ridged} about [0, 1]. */
    float value;

    float dx;
    float dy;

    Noise(int seed) {
        this.seed = seed;
    }

    /** One octave: one bump per unit. */
    float at(float x, float y) {
        octave(x, y, seed);
        return value;
    }

    /** Octaves of doubling frequency and halving amplitude. */
    float fractal(float x, float y, int octaves) {
        float sum = 0;
        float sumX = 0;
        float sumY = 0;
        float amplitude = 0.57f; // about [-1, 1] after four octaves
        float frequency = 1;
        for (int k = 0; k < octaves; k++) {
            octave(x * frequency, y * frequency, seed + k);
            sum += amplitude * value;
            sumX += amplitude * frequency * dx;
            sumY += amplitude * frequency * dy;
            amplitude *= 0.5f;
            frequency *= 2;
        }
        value = sum;
        dx = sumX;
        dy = sumY;
        return sum;
    }

    /** Octaves of 1 - |noise|, which has creases where noise has zeros: crests and gullies. */
    float ridged(float x, float y, int octaves) {
        float sum = 0;
        float sumX = 0;
        float sumY = 0;
        float amplitude = 0.55f;
        float frequency = 1;
        for (int k = 0; k < octaves; k++) {
            octave(x * frequency, y * frequency, seed + k);
            float sign = value < 0 ? 1 : -1;
            sum += amplitude * (1 + sign * value);
            sumX += amplitude * frequency * sign * dx;
            sumY += amplitude * frequency * sign * dy;
            amplitude *= 0.5f;
            frequency *= 2;
        }
        value = sum;
        dx = sumX;
        dy = sumY;
        return sum;
    }

    private void octave(float x, float y, int seed) {
        int column = floor(x);
        int row = floor(y);
        float fx = x - column;
        float fy = y - row;
        int a = corner(column, row, seed);
        int b = corner(column + 1, row, seed);
        int c = corner(column, row + 1, seed);
        int d = corner(column + 1, row + 1, seed);
        float na = GRADIENT_X[a] * fx + GRADIENT_Y[a] * fy;
        float nb = GRADIENT_X[b] * (fx - 1) + GRADIENT_Y[b] * fy;
        float nc = GRADIENT_X[c] * fx + GRADIENT_Y[c] * (fy - 1);
        float nd = GRADIENT_X[d] * (fx - 1) + GRADIENT_Y[d] * (fy - 1);
        float u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
        float v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
        float du = 30 * fx * fx * (fx * (fx - 2) + 1);
        float dv = 30 * fy * fy * (fy * (fy - 2) + 1);
        float wa = (1 - u) * (1 - v);
        float wb = u * (1 - v);
        float wc = (1 - u) * v;
        float wd = u * v;
        value = SCALE * (wa * na + wb * nb + wc * nc + wd * nd);
        float slopeX = wa * GRADIENT_X[a] + wb * GRADIENT_X[b] + wc * GRADIENT_X[c] + wd * GRADIENT_X[d];
        float slopeY = wa * GRADIENT_Y[a] + wb * GRADIENT_Y[b] + wc * GRADIENT_Y[c] + wd * GRADIENT_Y[d];
        dx = SCALE * (slopeX + du * ((1 - v) * (nb - na) + v * (nd - nc)));
        dy = SCALE * (slopeY + dv * ((1 - u) * (nc - na) + u * (nd - nb)));
    }

    private static int floor(float x) {
        int whole = (int) x;
        return x < whole ? whole - 1 : whole;
    }

    /** A well-mixed number from 0 to 15 per lattice point; the multipliers are large odd numbers, the last step takes the best bits. */
    private static int corner(int column, int row, int seed) {
        int h = seed + column * 0x27d4eb2d + row * 0x165667b1;
        h = (h ^ (h >>> 15)) * 0x2c1b3c6d;
        h = (h ^ (h >>> 12)) * 0x297a2d39;
        return h >>> 28;
    }
}
