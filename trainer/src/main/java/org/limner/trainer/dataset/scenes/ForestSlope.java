package org.limner.trainer.dataset.scenes;

/**
 * A wooded slope seen from afar: a crest of tree tops over rows of crowns.
 *
 * @param foot     y down to which it is drawn
 * @param crown    width of one crown, in picture heights
 * @param conifers whether the tops are pointed
 */
record ForestSlope(Crest crest, float foot, float crown, boolean conifers, float distance, int seed) implements Layer {
    @Override
    public void draw(Layout layout) {
        Noise noise = new Noise(seed);
        float[] top = crest.outline(layout);
        float tall = conifers ? 2.2f : 0.8f;
        for (int column = 0; column < layout.columns(); column++) {
            float x = layout.x(column);
            float tip = top[column] - tall * crown * (0.5f + 0.5f * noise.at(x / crown, 7.3f)) * 0.8f;
            for (int row = layout.row(tip); row < layout.row(foot); row++) {
                int index = layout.index(column, row);
                if (!layout.isOpen(index)) {
                    continue;
                }
                float below = layout.y(row) - tip;
                float along = below / (crown * tall);
                float stand = noise.fractal(x / crown, along, 2);
                float leanX = Curve.clamp(0.45f * noise.dx, -1, 1);
                float leanY = Curve.clamp(0.35f - 0.35f * noise.dy, -1, 1);
                float patches = noise.fractal(x * 5 + 20, layout.y(row) * 9, 2);
                layout.put(index, SceneClass.FOREST, distance, leanX, leanY, 0.5f * stand + 0.35f * patches, patches);
            }
        }
    }
}
