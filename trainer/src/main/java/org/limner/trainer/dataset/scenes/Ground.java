package org.limner.trainer.dataset.scenes;

import java.util.List;

/**
 * Land from its crest down: grass, sand, snow or flowers, with patches of something else lying on it.
 *
 * <p>Its texture lies on a plane that vanishes a little above the crest, so it grows finer with distance by itself.
 *
 * @param near distance at the lower edge of the picture
 * @param far  distance at the crest
 */
record Ground(SceneClass surface, Crest crest, float near, float far, int seed, List<Patch> patches) implements Layer {
    /** The crest seen from this far above: how flat the view over the ground is. */
    private static final float VANISH = 0.07f;

    /** Something that covers part of a ground. Ground coordinates: v = 1 / (y - vanishing line), u = (x - middle) v. */
    interface Patch {
        SceneClass surface();

        /** Of its noise: layers hold seeds, since they may be drawn from several threads at once. */
        int seed();

        /** Above 0 inside, growing inwards. */
        float depth(float u, float v, Noise noise);
    }

    @Override
    public void draw(Layout layout) {
        float[] top = crest.outline(layout);
        Noise noise = new Noise(seed);
        Noise[] shapes = patches.stream().map(patch -> new Noise(patch.seed())).toArray(Noise[]::new);
        float middle = layout.aspect() / 2;
        float vanish = crest.level() - VANISH;
        for (int column = 0; column < layout.columns(); column++) {
            float x = layout.x(column);
            float slope = slope(top, column, layout);
            for (int row = layout.row(top[column]); row < layout.rows(); row++) {
                int index = layout.index(column, row);
                if (!layout.isOpen(index)) {
                    continue;
                }
                float y = layout.y(row);
                float v = 1 / Math.max(y - vanish - 0.6f * (top[column] - crest.level()), 0.03f);
                float u = (x - middle) * v;
                int patch = patchAt(u, v, shapes);
                SceneClass covering = patch < 0 ? surface : patches.get(patch).surface();
                float lean = slope * Curve.bell(y - top[column], 0.15f);
                put(layout, index, covering, y, u, v, lean, noise, top[column]);
            }
        }
    }

    /** The first patch that lies here, or -1. */
    private int patchAt(float u, float v, Noise[] shapes) {
        for (int k = 0; k < shapes.length; k++) {
            if (patches.get(k).depth(u, v, shapes[k]) > 0) {
                return k;
            }
        }
        return -1;
    }

    private void put(
            Layout layout,
            int index,
            SceneClass covering,
            float y,
            float u,
            float v,
            float slope,
            Noise noise,
            float top) {
        float below = Curve.clamp((y - top) / Math.max(1 - top, 0.05f), 0, 1);
        float away = far + (near - far) * below;
        float fade = Curve.clamp(6 / v, 0.15f, 1); // far texture is too fine to see
        Grain grain = Grain.of(covering);
        noise.fractal(u * 0.7f, v * 0.7f, 2);
        float bump = noise.value;
        float leanX = slope + grain.relief() * noise.dx;
        float fine = noise.fractal(u * grain.acrossPerUnit(), v * grain.alongPerUnit(), 2);
        if (covering == SceneClass.LAKE) {
            layout.put(index, covering, away, 0, 1, fine, top);
            return;
        }
        float kind = covering == SceneClass.FLOWERS ? noise.at(u * 11, v * 5) : 0;
        float detail = 0.45f * bump + grain.contrast() * fade * fine;
        layout.put(
                index, covering, away, Curve.clamp(leanX, -1, 1), 0.75f + 0.2f * fine * grain.relief(), detail, kind);
    }

    private static float slope(float[] top, int column, Layout layout) {
        int left = Math.max(column - 3, 0);
        int right = Math.min(column + 3, top.length - 1);
        return Curve.squash((top[right] - top[left]) / (layout.x(right) - layout.x(left)) * 1.5f);
    }

    /** How a material is grained on the ground: bumps per unit across and along the view, their contrast and relief. */
    private record Grain(float acrossPerUnit, float alongPerUnit, float contrast, float relief) {
        private static final Grain GRASS_BLADES = new Grain(16, 4, 0.55f, 0.25f);
        private static final Grain PETALS = new Grain(9, 4, 0.6f, 0.2f);
        private static final Grain SAND_RIPPLES = new Grain(2, 5, 0.2f, 0.3f);
        private static final Grain DRIFTS = new Grain(1.5f, 2.5f, 0.12f, 0.45f);
        private static final Grain GRAVEL = new Grain(10, 6, 0.35f, 0.15f);
        private static final Grain WATER = new Grain(1.2f, 6, 1, 0);

        static Grain of(SceneClass surface) {
            if (surface == SceneClass.FLOWERS) {
                return PETALS;
            }
            if (surface == SceneClass.SAND) {
                return SAND_RIPPLES;
            }
            if (surface == SceneClass.SNOW) {
                return DRIFTS;
            }
            if (surface == SceneClass.PATH || surface == SceneClass.ROCK) {
                return GRAVEL;
            }
            return surface == SceneClass.LAKE ? WATER : GRASS_BLADES;
        }
    }
}
