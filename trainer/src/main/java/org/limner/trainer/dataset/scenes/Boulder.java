package org.limner.trainer.dataset.scenes;

/**
 * A rock: what a dozen planes cut out of space, so that it has flat faces and sharp edges.
 *
 * @param foot      y of its base
 * @param halfWidth in picture heights
 * @param height    in picture heights
 */
record Boulder(float x, float foot, float halfWidth, float height, float distance, int seed) implements Layer {
    private static final int PLANES = 13;

    @Override
    public void draw(Layout layout) {
        float[] nx = new float[PLANES];
        float[] ny = new float[PLANES];
        float[] nz = new float[PLANES];
        float[] offset = new float[PLANES];
        SceneRandom random = SceneRandom.of(seed, 0, "planes");
        for (int k = 0; k < PLANES; k++) {
            double angle = 2 * StrictMath.PI * (k + random.uniform()) / PLANES;
            nz[k] = random.between(0.12f, 0.85f); // all face the viewer, more or less
            float side = (float) Math.sqrt(1 - nz[k] * nz[k]);
            nx[k] = side * (float) StrictMath.cos(angle);
            ny[k] = side * (float) StrictMath.sin(angle);
            offset[k] = random.between(0.72f, 0.98f);
        }
        Noise noise = new Noise(seed);
        float base = foot - height * 0.42f;
        for (int row = layout.row(foot - height); row < layout.row(foot); row++) {
            for (int column = layout.column(x - halfWidth); column < layout.column(x + halfWidth); column++) {
                int index = layout.index(column, row);
                if (!layout.isOpen(index)) {
                    continue;
                }
                float px = (layout.x(column) - x) / halfWidth;
                float py = (base - layout.y(row)) / (height * 0.58f);
                float depth = Float.MAX_VALUE;
                int face = 0;
                for (int k = 0; k < PLANES; k++) {
                    float z = (offset[k] - nx[k] * px - ny[k] * py) / nz[k];
                    if (z < depth) {
                        depth = z;
                        face = k;
                    }
                }
                if (depth > 0) {
                    float grain = noise.fractal(layout.x(column) * 9 / height, layout.y(row) * 9 / height, 3);
                    float leanX = Curve.clamp(nx[face] + 0.03f * noise.dx, -1, 1);
                    float leanY = Curve.clamp(ny[face] - 0.03f * noise.dy + 0.15f, -1, 1);
                    layout.put(index, SceneClass.ROCK, distance, leanX, leanY, grain, 0);
                }
            }
        }
        layout.shadow(x, foot, halfWidth * 1.25f, height * 0.16f, 0.6f);
    }
}
