package org.limner.trainer.dataset.scenes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds random things of one kind to a scene, nearest first. What {@link Place} says in words ("mountains behind a
 * lake"), this turns into numbers.
 */
final class Brush {
    private final SceneRandom random;
    private final float aspect;
    private final List<Layer> layers = new ArrayList<>();

    Brush(SceneRandom random, float aspect) {
        this.random = random;
        this.aspect = aspect;
    }

    List<Layer> layers() {
        return layers;
    }

    SceneRandom random() {
        return random;
    }

    float across(float from, float to) {
        return aspect * random.between(from, to);
    }

    /** Clear or clouded, with the sun or moon in it now and then. */
    void sky(float horizon) {
        float cover = random.chance(0.2f) ? 0 : random.between(0.15f, 0.75f);
        Layout.@Nullable Disc sun = null;
        if (random.chance(0.35f)) {
            float radius = random.between(0.035f, 0.06f);
            sun = new Layout.Disc(across(0.15f, 0.85f), random.between(0.1f, Math.max(horizon - 0.12f, 0.15f)), radius);
        }
        layers.add(new Sky(
                horizon,
                cover,
                random.between(0.35f, 0.8f),
                random.uniform() * random.uniform(),
                sun,
                random.noiseSeed()));
    }

    /** One to three ranges, each farther, paler and higher than the one before it. */
    void mountains(float foot, float tallest, float snowLine) {
        int ranges = random.count(1, 3);
        for (int k = 0; k < ranges; k++) {
            float share = ranges == 1 ? 1 : 0.5f + 0.5f * k / (ranges - 1);
            float height = tallest * share * random.between(0.85f, 1.1f);
            List<MountainRange.Peak> peaks = new ArrayList<>();
            int count = Math.max(1, Math.round(aspect * random.count(1, 3)));
            for (int p = 0; p < count; p++) {
                float x = aspect * (p + random.between(0.15f, 0.85f)) / count;
                float tall = height * random.between(0.65f, 1);
                peaks.add(new MountainRange.Peak(x, tall, tall * random.between(1.1f, 2.0f)));
            }
            float distance = ranges == 1 ? 0.7f : 0.5f + 0.5f * k / (ranges - 1);
            layers.add(new MountainRange(
                    foot, peaks, random.between(0.5f, 0.9f), snowLine / share, distance, random.noiseSeed()));
        }
    }

    /** A bare chain of low hills, blue with distance. */
    void farHills(float foot, float height) {
        layers.add(new ForestSlope(
                new Crest(foot - height, 0, 0, height * 0.5f, random.between(1.2f, 2.5f), 2, random.noiseSeed()),
                foot + 0.02f,
                0.008f,
                false,
                0.85f,
                random.noiseSeed()));
    }

    /** Woods whose crest stands about {@code height} above {@code foot}. */
    void forest(float foot, float height) {
        Crest crest = new Crest(
                foot - height,
                random.between(-0.25f, 0.25f),
                aspect / 2,
                height * 0.45f,
                random.between(0.8f, 2),
                2,
                random.noiseSeed());
        float crown = random.between(0.016f, 0.028f);
        layers.add(new ForestSlope(
                crest, foot + 0.25f, crown, random.chance(0.6f), random.between(0.3f, 0.5f), random.noiseSeed()));
    }

    Crest rolling(float level, float swing) {
        return new Crest(
                level,
                random.between(-0.12f, 0.12f),
                aspect / 2,
                swing,
                random.between(0.6f, 1.6f),
                2,
                random.noiseSeed());
    }

    void ground(SceneClass surface, Crest crest, float near, float far, List<Ground.Patch> patches) {
        layers.add(new Ground(surface, crest, near, far, random.noiseSeed(), patches));
    }

    Ground.Patch drift(SceneClass surface, float share) {
        return new Drift(surface, share, random.between(1.2f, 2.6f), random.noiseSeed());
    }

    Ground.Patch meander(SceneClass surface, float halfWidth) {
        return new Meander(
                surface,
                random.between(-0.4f, 0.4f),
                random.between(-0.12f, 0.12f),
                random.between(0.6f, 1.8f),
                halfWidth,
                random.noiseSeed());
    }

    /**
     * Trees or rocks on a slope: the nearer they stand, the larger they are.
     *
     * @param nearest foot of the nearest possible one, y
     * @param size    of one that stands at {@code nearest}
     */
    void scatter(Kind kind, int count, Crest slope, float nearest, float size) {
        List<Standing> standing = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            float x = across(0.02f, 0.98f);
            float top = slope.at(x);
            float down = random.uniform() * random.uniform();
            float foot = top + 0.015f + (nearest - top) * down;
            float scale = 0.28f + 0.72f * (foot - top) / Math.max(nearest - top, 0.05f);
            standing.add(new Standing(
                    foot, stand(kind, x, foot, size * scale * random.between(0.75f, 1.2f), 0.35f * (1 - down))));
        }
        standing.sort(Comparator.comparingDouble(Standing::foot).reversed());
        standing.forEach(each -> layers.add(each.layer()));
    }

    void one(Kind kind, float x, float foot, float size) {
        layers.add(stand(kind, x, foot, size, 0.02f));
    }

    private Layer stand(Kind kind, float x, float foot, float size, float distance) {
        int seed = random.noiseSeed();
        if (kind == Kind.BROADLEAF) {
            return new Broadleaf(x, foot, size, random.between(0.75f, 1.05f), distance, seed);
        }
        if (kind == Kind.CONIFER) {
            return new Conifer(x, foot, size, random.between(0.38f, 0.52f), distance, seed);
        }
        if (kind == Kind.PALM) {
            float bend = random.between(0.08f, 0.35f) * (random.chance(0.5f) ? -1 : 1);
            return new Palm(x, foot, size, bend, distance, seed);
        }
        return new Boulder(
                x, foot, size * random.between(0.5f, 0.8f), size * random.between(0.6f, 0.95f), distance, seed);
    }

    /** What can stand on the ground. */
    enum Kind {
        BROADLEAF,
        CONIFER,
        PALM,
        BOULDER
    }

    private record Standing(float foot, Layer layer) {}
}
