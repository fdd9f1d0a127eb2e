package org.limner.trainer.dataset.scenes;

import org.jspecify.annotations.Nullable;

/**
 * Open water from the horizon down, its waves flattened by distance, breaking white along a shore.
 *
 * @param horizon y
 * @param swell   height of the waves, 0 to 1
 * @param shore   where land drawn before this begins, or null in the open
 */
record Sea(float horizon, float swell, @Nullable Crest shore, int seed) implements Layer {
    @Override
    public void draw(Layout layout) {
        Noise noise = new Noise(seed);
        float[] beach = shore == null ? null : shore.outline(layout);
        float middle = layout.aspect() / 2;
        for (int row = layout.row(horizon); row < layout.rows(); row++) {
            float y = layout.y(row);
            float down = y - horizon;
            float v = 1 / (down + 0.035f);
            float calm = Curve.step(0, 0.12f, down); // far waves are too small to see
            float away = Curve.bell(down, 0.12f);
            for (int column = 0; column < layout.columns(); column++) {
                int index = layout.index(column, row);
                if (!layout.isOpen(index)) {
                    continue;
                }
                float u = (layout.x(column) - middle) * v;
                float chop = noise.fractal(u * 2.2f, v * 4.2f, 3);
                float leanY = chop * (0.25f + 0.75f * calm) * (0.4f + 0.6f * swell);
                float foam = Curve.step(0.95f, 1.25f, chop * calm + 0.75f * swell);
                if (beach != null) {
                    float toShore = (beach[column] - y) / (0.02f + 0.05f * down);
                    float surf = noise.fractal(u * 1.3f + 30, toShore * 0.35f, 2);
                    foam = Math.max(foam, Curve.step(1.1f + surf, 0.4f + surf, toShore));
                    foam = Math.max(foam, 0.8f * Curve.step(0.35f, 0.1f, Math.abs(toShore - 3 - 1.5f * surf)));
                }
                layout.put(index, SceneClass.SEA, away, 0, leanY, chop, foam);
            }
        }
    }
}
