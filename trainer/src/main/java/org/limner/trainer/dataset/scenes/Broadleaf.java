package org.limner.trainer.dataset.scenes;

/**
 * A leafy tree: a crown of round tufts over a trunk.
 *
 * @param foot   y where the trunk meets the ground
 * @param size   height in picture heights
 * @param spread width of the crown over the tree's height
 */
record Broadleaf(float x, float foot, float size, float spread, float distance, int seed) implements Layer {
    private static final int TUFTS = 11;

    @Override
    public void draw(Layout layout) {
        crown(layout);
        trunk(layout);
        layout.shadow(x, foot, size * spread * 0.62f, size * 0.07f, 0.55f);
    }

    private void crown(Layout layout) {
        SceneRandom random = SceneRandom.of(seed, 0, "tufts");
        float halfWidth = size * spread / 2;
        float halfHeight = size * 0.36f;
        float middle = foot - size + halfHeight;
        float[] tuftX = new float[TUFTS];
        float[] tuftY = new float[TUFTS];
        float[] tuftRadius = new float[TUFTS];
        for (int k = 0; k < TUFTS; k++) {
            float angle = k * 2.4f + random.between(0, 0.5f); // the golden angle spreads them evenly
            float out = k == 0 ? 0 : (float) Math.sqrt((k + 0.5f) / TUFTS) * 0.75f;
            tuftX[k] = x + halfWidth * out * (float) StrictMath.cos(angle);
            tuftY[k] = middle + halfHeight * out * (float) StrictMath.sin(angle);
            tuftRadius[k] = random.between(0.36f, 0.5f) * (0.6f * halfHeight + 0.4f * halfWidth);
        }
        Noise noise = new Noise(seed);
        float leaves = 17 / size; // tufts of leaves per picture height
        for (int row = layout.row(foot - size * 1.1f); row < layout.row(foot); row++) {
            for (int column = layout.column(x - halfWidth * 1.3f);
                    column < layout.column(x + halfWidth * 1.3f);
                    column++) {
                int index = layout.index(column, row);
                if (!layout.isOpen(index)) {
                    continue;
                }
                float px = layout.x(column);
                float py = layout.y(row);
                float leaf = noise.fractal(px * leaves, py * leaves, 2);
                float edge = 1 + 0.4f * leaf;
                float best = 0;
                float leanX = 0;
                float leanY = 0;
                for (int k = 0; k < TUFTS; k++) {
                    float dx = (px - tuftX[k]) / tuftRadius[k];
                    float dy = (py - tuftY[k]) / tuftRadius[k];
                    float nearness = edge - dx * dx - dy * dy + 0.02f * k; // later tufts lie a little in front
                    if (edge > dx * dx + dy * dy && nearness > best) {
                        best = nearness;
                        leanX = dx;
                        leanY = -dy;
                    }
                }
                if (best > 0) {
                    float overall = (px - x) / halfWidth;
                    float deep = Curve.clamp((py - middle) / halfHeight, -1, 1);
                    layout.put(
                            index,
                            SceneClass.TREE,
                            distance,
                            Curve.clamp(0.4f * leanX + 0.45f * overall + 0.22f * noise.dx, -1, 1),
                            Curve.clamp(0.4f * leanY - 0.35f * deep - 0.22f * noise.dy + 0.2f, -1, 1),
                            leaf,
                            1);
                }
            }
        }
    }

    private void trunk(Layout layout) {
        Noise noise = new Noise(seed + 1);
        float top = foot - size * 0.6f;
        for (int row = layout.row(top); row < layout.row(foot); row++) {
            float up = (foot - layout.y(row)) / size;
            float flare = up < 0.06f ? 1 + (0.06f - up) * 9 : 1;
            float half = size * 0.032f * flare * (1.1f - 0.6f * up);
            float bend = x + size * 0.05f * up * noise.at(up * 3, 0);
            for (int column = layout.column(bend - half); column < layout.column(bend + half); column++) {
                int index = layout.index(column, row);
                if (layout.isOpen(index)) {
                    float round = Curve.clamp((layout.x(column) - bend) / half, -1, 1);
                    float bark = noise.at(layout.x(column) * 60 / size, up * 12);
                    layout.put(index, SceneClass.TREE, distance, round, 0.1f, bark, 0);
                }
            }
        }
    }
}
