package org.limner.trainer.dataset.scenes;

/**
 * One sample of a {@link Layout} with the light that falls on it: what a {@link Material} is asked about. A painter
 * moves one instance over all samples.
 */
final class Surface {
    float x;
    float y;
    float distance;
    float leanX;
    float leanY;
    float detail;
    float kind;
    /** Share of the sun's light that falls here, 0 in shade, 1 facing it. */
    float sunlight;
    /** Share of the sky's light that falls here. */
    float skylight;

    void read(Layout layout, int column, int row, Atmosphere atmosphere) {
        int index = layout.index(column, row);
        x = layout.x(column);
        y = layout.y(row);
        distance = layout.distance[index];
        leanX = layout.leanX[index];
        leanY = layout.leanY[index];
        detail = layout.detail[index];
        kind = layout.kind[index];
        float open = layout.open[index];
        sunlight = open * atmosphere.facing(leanX, leanY);
        skylight = open * (0.62f + 0.38f * leanY);
    }
}
