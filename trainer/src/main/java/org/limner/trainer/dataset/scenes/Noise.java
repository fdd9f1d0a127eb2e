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

    /** Large odd numbers that send neighbouring lattice points far apart. */
    private static final int ACROSS = 0x27d4eb2d;

    private static final int DOWN = 0x165667b1;

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
        int point = seed + column * ACROSS + row * DOWN;
        int a = mix(point);
        int b = mix(point + ACROSS);
        int c = mix(point + DOWN);
        int d = mix(point + ACROSS + DOWN);
        float ax = GRADIENT_X[a];
        float ay = GRADIENT_Y[a];
        float bx = GRADIENT_X[b];
        float by = GRADIENT_Y[b];
        float cx = GRADIENT_X[c];
        float cy = GRADIENT_Y[c];
        float ex = GRADIENT_X[d];
        float ey = GRADIENT_Y[d];
        float na = ax * fx + ay * fy;
        float nb = bx * (fx - 1) + by * fy;
        float nc = cx * fx + cy * (fy - 1);
        float nd = ex * (fx - 1) + ey * (fy - 1);
        float u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
        float v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
        float du = 30 * fx * fx * (fx * (fx - 2) + 1);
        float dv = 30 * fy * fy * (fy * (fy - 2) + 1);
        float top = nb - na;
        float bottom = nd - nc;
        float high = na + u * top;
        float low = nc + u * bottom;
        value = SCALE * (high + v * (low - high));
        float highX = ax + u * (bx - ax) + du * top;
        float lowX = cx + u * (ex - cx) + du * bottom;
        float highY = ay + u * (by - ay);
        float lowY = cy + u * (ey - cy);
        dx = SCALE * (highX + v * (lowX - highX));
        dy = SCALE * (highY + v * (lowY - highY) + dv * (low - high));
    }

    private static int floor(float x) {
        int whole = (int) x;
        return x < whole ? whole - 1 : whole;
    }

    /** A number from 0 to 15 that shows nothing of the lattice point it came from. */
    private static int mix(int point) {
        int h = (point ^ (point >>> 15)) * 0x2c1b3c6d;
        h = (h ^ (h >>> 12)) * 0x297a2d39;
        return h >>> 28;
    }
}
