package org.limner.trainer.dataset.scenes;

/**
 * A palm: a bent, slender trunk under drooping fronds.
 *
 * @param foot y where the trunk meets the ground
 * @param size height in picture heights
 * @param bend how far the top stands to the right of the foot, over the height
 */
record Palm(float x, float foot, float size, float bend, float distance, int seed) implements Layer {
    private static final int FRONDS = 11;
    private static final int LEAFLETS = 13;

    @Override
    public void draw(Layout layout) {
        float topX = x + bend * size;
        float topY = foot - size * 0.8f;
        SceneRandom random = SceneRandom.of(seed, 0, "fronds");
        for (int k = 0; k < FRONDS; k++) {
            float turn = (k + random.between(-0.3f, 0.3f)) / (FRONDS - 1) * 2 - 1; // -1 left, 0 up, 1 right
            float reach = size * random.between(0.36f, 0.48f) * (0.45f + 0.55f * Math.abs(turn));
            float rise = size * 0.34f * (1 - turn * turn) + size * 0.06f;
            float drop = size * 0.3f * Math.abs(turn) - size * 0.05f;
            frond(layout, topX, topY, Math.signum(turn) * reach, rise, drop, k);
        }
        trunk(layout);
        layout.shadow(x, foot, size * 0.3f, size * 0.035f, 0.5f);
    }

    /**
     * Along a parabola from the top: out by {@code reach}, up by at most about {@code rise}, then down by {@code drop}.
     * Leaflets hang from it with gaps between them.
     */
    private void frond(Layout layout, float fromX, float fromY, float reach, float rise, float drop, int k) {
        int steps = Math.max(16, (int) ((Math.abs(reach) + rise + drop) * layout.rows() * 1.5f));
        float shade = (k % 3 - 1) * 0.6f;
        for (int step = 0; step <= steps; step++) {
            float t = (float) step / steps;
            float px = fromX + reach * t;
            float rachis = fromY - 2.2f * rise * t * (1 - t) + (drop - rise * 0.25f) * t * t;
            float comb = t * LEAFLETS - (int) (t * LEAFLETS);
            float leaf = size * (0.02f + 0.3f * t * (1 - t)) * (comb < 0.62f ? 1 - 0.5f * comb : 0.18f);
            int column = layout.column(px);
            if (column >= layout.columns()) {
                continue;
            }
            int end = Math.max(layout.row(rachis + leaf), layout.row(rachis - size * 0.012f) + 2);
            for (int row = layout.row(rachis - size * 0.012f); row < Math.min(end, layout.rows()); row++) {
                int index = layout.index(column, row);
                if (layout.isOpen(index)) {
                    float hang = (layout.y(row) - rachis) / leaf;
                    float leanY = Curve.clamp(0.8f - 1.1f * hang, -1, 1);
                    layout.put(index, SceneClass.TREE, distance, Math.signum(reach) * 0.4f, leanY, shade, 0.6f);
                }
            }
        }
    }

    private void trunk(Layout layout) {
        for (int row = layout.row(foot - size * 0.8f); row < layout.row(foot); row++) {
            float up = (foot - layout.y(row)) / (size * 0.8f);
            float middle = x + bend * size * up * up * (2 - up);
            float half = size * (0.022f + 0.012f * (1 - up));
            float ring = 0.6f * (((int) (up * 22)) % 2 * 2 - 1);
            for (int column = layout.column(middle - half); column < layout.column(middle + half); column++) {
                int index = layout.index(column, row);
                if (layout.isOpen(index)) {
                    float round = Curve.clamp((layout.x(column) - middle) / half, -1, 1);
                    layout.put(index, SceneClass.TREE, distance, round, 0.1f, ring, 0);
                }
            }
        }
    }
}
