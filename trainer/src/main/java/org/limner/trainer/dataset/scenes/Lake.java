package org.limner.trainer.dataset.scenes;

/**
 * Calm water below its far shore. It mirrors what stands above the shore, so its {@code kind} is the shore's y.
 *
 * @param shore    the far shore
 * @param ripple   how restless the mirror is, 0 to 1
 */
record Lake(Crest shore, float ripple, int seed) implements Layer {
    @Override
    public void draw(Layout layout) {
        Noise noise = new Noise(seed);
        float[] top = shore.outline(layout);
        float middle = layout.aspect() / 2;
        for (int column = 0; column < layout.columns(); column++) {
            float x = layout.x(column);
            for (int row = layout.row(top[column]); row < layout.rows(); row++) {
                int index = layout.index(column, row);
                if (layout.isOpen(index)) {
                    float down = layout.y(row) - top[column];
                    float v = 1 / (down + 0.06f);
                    float wave = noise.fractal((x - middle) * v * 1.4f, v * 5, 2);
                    float away = 0.4f * Curve.bell(down, 0.15f);
                    layout.put(index, SceneClass.LAKE, away, 0, 1, ripple * wave, top[column]);
                }
            }
        }
    }
}
