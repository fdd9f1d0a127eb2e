package org.limner.trainer.dataset.scenes;

/**
 * Irregular patches on a {@link Ground}: flowers in a meadow, bare rock on a slope, snow left on grass.
 *
 * @param share roughly how much they cover, in (0, 1)
 * @param size  of a patch, in ground units
 */
record Drift(SceneClass surface, float share, float size, int seed) implements Ground.Patch {
    @Override
    public float depth(float u, float v, Noise noise) {
        return noise.fractal(u / size, v * 0.6f / size, 2) + 1.2f * (share - 0.5f);
    }
}
