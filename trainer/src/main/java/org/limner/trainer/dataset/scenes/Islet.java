package org.limner.trainer.dataset.scenes;

/**
 * A small island: grass over a rim of sand, lying on the water.
 *
 * @param foot      y of its nearest shore
 * @param halfWidth in picture heights
 * @param height    of its hill above the far shore
 */
record Islet(float x, float foot, float halfWidth, float height, int seed) implements Layer {
    @Override
    public void draw(Layout layout) {
        Noise noise = new Noise(seed);
        float rim = 0.03f;
        for (int column = layout.column(x - halfWidth); column < layout.column(x + halfWidth); column++) {
            float across = (layout.x(column) - x) / halfWidth;
            float round = (float) Math.sqrt(1 - across * across);
            float ragged = 1 + 0.25f * noise.fractal(layout.x(column) * 9, 0, 3);
            float top = foot - rim - height * (1 - across * across) * ragged;
            float shore = foot - rim + rim * round;
            float beach = shore - (0.012f + 0.012f * round) * ragged;
            for (int row = layout.row(Math.min(top, beach)); row < layout.row(shore); row++) {
                int index = layout.index(column, row);
                if (!layout.isOpen(index)) {
                    continue;
                }
                float y = layout.y(row);
                float grain = noise.fractal(layout.x(column) * 40, y * 40, 2);
                SceneClass of = y > beach ? SceneClass.SAND : SceneClass.GRASS;
                layout.put(index, of, 0.2f, 0.6f * across, 0.6f, grain, 0);
            }
        }
    }
}
