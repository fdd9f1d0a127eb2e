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
        for (int row = 0; row < layout.rows(); row += Layout.SAMPLES) {
            for (int column = 0; column < layout.columns(); column += Layout.SAMPLES) {
                if (anyOpen(layout, column, row)) {
                    draw(layout, column, row, noise);
                }
            }
        }
    }

    /** One pixel: clouds are soft, so all its samples share one opacity. */
    private void draw(Layout layout, int column, int row, Noise noise) {
        float x = layout.x(column);
        float y = layout.y(row);
        float opacity = 0;
        float dense = 0;
        float leanX = 0;
        float leanY = 0;
        if (cover > 0) {
            float up = Math.max(horizon - y, 0.02f);
            float depth =
                    1 / (up + 0.25f); // heaps seen from the side shrink towards the horizon, though never to lines
            float across = (x - layout.aspect() / 2) * depth / (size * (1.25f + 3 * streaky));
            float along = -2.2f * up * depth / size;
            dense = noise.fractal(across, along, 4) + 1.5f * cover - 0.95f - clearing(x, y);
            opacity = Curve.clamp(0.5f + EDGE * dense, 0, 1) * Curve.step(0, 0.06f, up);
            leanX = Curve.squash(-0.5f * noise.dx);
            leanY = Curve.squash(0.5f * noise.dy);
        }
        for (int sample = 0; sample < Layout.SAMPLES * Layout.SAMPLES; sample++) {
            int at = layout.index(column + sample % Layout.SAMPLES, row + sample / Layout.SAMPLES);
            if (layout.isOpen(at)) {
                float sampleX = layout.x(column + sample % Layout.SAMPLES);
                float sampleY = layout.y(row + sample / Layout.SAMPLES);
                SceneClass of = opacity > 0.5f
                        ? SceneClass.CLOUD
                        : sun != null && inside(sun, sampleX, sampleY) ? SceneClass.SUN : SceneClass.SKY;
                layout.put(at, of, 1, leanX, leanY, dense, opacity);
            }
        }
    }

    /** Clouds part around the sun: a sliver of it between two of them would be a label nobody would draw. */
    private float clearing(float x, float y) {
        if (sun == null) {
            return 0;
        }
        float dx = x - sun.x();
        float dy = y - sun.y();
        return Curve.bell((float) Math.sqrt(dx * dx + dy * dy), 1.6f * sun.radius());
    }

    private static boolean anyOpen(Layout layout, int column, int row) {
        int first = layout.index(column, row);
        int below = first + layout.columns();
        return layout.isOpen(first) || layout.isOpen(first + 1) || layout.isOpen(below) || layout.isOpen(below + 1);
    }

    private static boolean inside(Layout.Disc disc, float x, float y) {
        float dx = x - disc.x();
        float dy = y - disc.y();
        return dx * dx + dy * dy < disc.radius() * disc.radius();
    }
}
