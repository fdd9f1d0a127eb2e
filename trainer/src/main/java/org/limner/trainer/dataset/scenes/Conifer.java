package org.limner.trainer.dataset.scenes;

/**
 * A fir: tiers of hanging branches around a short trunk.
 *
 * @param foot   y where the trunk meets the ground
 * @param size   height in picture heights
 * @param spread width over height
 */
record Conifer(float x, float foot, float size, float spread, float distance, int seed) implements Layer {
    private static final int TIERS = 7;

    @Override
    public void draw(Layout layout) {
        Noise noise = new Noise(seed);
        float skirt = foot - size * 0.08f;
        for (int row = layout.row(foot - size); row < layout.row(foot); row++) {
            float y = layout.y(row);
            float down = (y - foot + size) / size;
            float tier = down * TIERS * (1.3f - 0.3f * down);
            float hang = tier - (int) tier;
            float half = size * spread / 2 * down * (0.72f + 0.36f * hang);
            boolean bare = y > skirt;
            if (bare) {
                half = size * 0.025f;
            }
            for (int column = layout.column(x - half * 1.3f); column < layout.column(x + half * 1.3f); column++) {
                int index = layout.index(column, row);
                float px = layout.x(column);
                float needles = noise.fractal((px - x) * 18 / size, y * 14 / size, 2);
                float across = (px - x) / (half * (1 + 0.25f * needles));
                if (!layout.isOpen(index) || Math.abs(across) > 1) {
                    continue;
                }
                float leanY = bare ? 0 : 0.75f - 0.95f * hang;
                layout.put(index, SceneClass.TREE, distance, 0.85f * across, leanY, needles, bare ? 0 : 0.45f);
            }
        }
        layout.shadow(x, foot, size * spread * 0.6f, size * 0.05f, 0.5f);
    }
}
