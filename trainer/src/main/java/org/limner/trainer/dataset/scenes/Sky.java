package org.limner.trainer.dataset.scenes;

import org.jspecify.annotations.Nullable;

/**
 * What is left above the land: clear sky, the disc of the sun or moon, and clouds.
 *
 * <p>A cloud's opacity is the surface's {@code kind}, in sky as in cloud: the label changes where it passes 1/2.
 *
 * @param horizon y towards which clouds grow smaller
 * @param cover   how much of the sky is cloud: 0 none, 1 nearly all
 * @param size    of the largest clouds, in picture heights
 * @param streaky 0 for heaps, 1 for long streaks
 */
record Sky(float horizon, float cover, float size, float streaky, Layout.@Nullable Disc sun, int seed)
        implements Layer {
    /** Opacity per unit of noise: what makes a cloud's edge soft. */
    private static final float EDGE = 2.2f;

    @Override
    public void draw(Layout layout) {
        Noise noise = new Noise(seed);
        float stretch = 1.25f + 3 * streaky;
        for (int row = 0; row < layout.rows(); row++) {
            float y = layout.y(row);
            float up = Math.max(horizon - y, 0.02f);
            float depth =
                    1 / (up + 0.25f); // heaps seen from the side shrink towards the horizon, though never to lines
            for (int column = 0; column < layout.columns(); column++) {
                int index = layout.index(column, row);
                if (!layout.isOpen(index)) {
                    continue;
                }
                float x = layout.x(column);
                float across = (x - layout.aspect() / 2) * depth / (size * stretch);
                float along = -2.2f * up * depth / size;
                if (cover == 0) {
                    layout.put(
                            index, sun != null && inside(sun, x, y) ? SceneClass.SUN : SceneClass.SKY, 1, 0, 0, 0, 0);
                    continue;
                }
                float dense = noise.fractal(across, along, 4) + 1.5f * cover - 0.95f;
                float opacity = Curve.clamp(0.5f + EDGE * dense, 0, 1) * Curve.step(0, 0.06f, up);
                if (sun != null && inside(sun, x, y) && opacity <= 0.5f) {
                    layout.put(index, SceneClass.SUN, 1, 0, 0, 0, opacity);
                    continue;
                }
                float leanX = Curve.squash(-0.5f * noise.dx);
                float leanY = Curve.squash(0.5f * noise.dy);
                SceneClass of = opacity > 0.5f ? SceneClass.CLOUD : SceneClass.SKY;
                layout.put(index, of, 1, leanX, leanY, dense, opacity);
            }
        }
    }

    private static boolean inside(Layout.Disc disc, float x, float y) {
        float dx = x - disc.x();
        float dy = y - disc.y();
        return dx * dx + dy * dy < disc.radius() * disc.radius();
    }
}
