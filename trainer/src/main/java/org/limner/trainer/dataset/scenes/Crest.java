package org.limner.trainer.dataset.scenes;

/**
 * The upper outline of a stretch of land or the line of a shore, as y over x in picture heights.
 *
 * @param level     y where the outline is flat
 * @param tilt      rise of y per unit of x, about x = {@code middle}
 * @param swing     greatest departure from the line, up or down
 * @param frequency bumps per picture height
 * @param roughness octaves: 1 is a smooth dune, 4 a rugged field
 */
record Crest(float level, float tilt, float middle, float swing, float frequency, int roughness, int seed) {
    static Crest flat(float level) {
        return new Crest(level, 0, 0, 0, 1, 1, 0);
    }

    /** y for every column of the layout. */
    float[] outline(Layout layout) {
        Noise noise = new Noise(seed);
        float[] y = new float[layout.columns()];
        for (int column = 0; column < y.length; column++) {
            y[column] = at(layout.x(column), noise);
        }
        return y;
    }

    /** y at one x. */
    float at(float x) {
        return at(x, new Noise(seed));
    }

    private float at(float x, Noise noise) {
        float bumps = swing == 0 ? 0 : swing * noise.fractal(x * frequency, 0.37f, roughness);
        return level + tilt * (x - middle) + bumps;
    }
}
