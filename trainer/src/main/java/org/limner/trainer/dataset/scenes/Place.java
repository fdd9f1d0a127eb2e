package org.limner.trainer.dataset.scenes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.limner.trainer.dataset.scenes.Brush.Kind;

/** The kinds of places a {@link SceneComposer} knows, each told from the viewer's feet to the sky. */
enum Place {
    ALPINE_MEADOW(brush -> {
        SceneRandom random = brush.random();
        float horizon = random.between(0.5f, 0.66f);
        Crest slope = brush.rolling(horizon, 0.04f);
        Kind trees = random.chance(0.6f) ? Kind.CONIFER : Kind.BROADLEAF;
        brush.scatter(Kind.BOULDER, random.count(0, 3), slope, 0.95f, 0.2f);
        brush.scatter(trees, random.count(1, 6), slope, 0.88f, 0.55f);
        List<Ground.Patch> patches = new ArrayList<>();
        if (random.chance(0.45f)) {
            patches.add(brush.meander(SceneClass.PATH, random.between(0.14f, 0.3f)));
        }
        if (random.chance(0.6f)) {
            patches.add(brush.drift(SceneClass.FLOWERS, random.between(0.35f, 0.65f)));
        }
        brush.ground(SceneClass.GRASS, slope, 0.02f, 0.35f, patches);
        if (random.chance(0.75f)) {
            brush.forest(horizon + 0.02f, random.between(0.06f, 0.14f));
        }
        brush.mountains(horizon + 0.05f, random.between(0.3f, 0.48f), random.between(0.4f, 1.2f));
        brush.sky(horizon);
    }),

    MOUNTAIN_LAKE(brush -> {
        SceneRandom random = brush.random();
        float shore = random.between(0.5f, 0.62f);
        if (random.chance(0.8f)) {
            Crest bank = brush.rolling(random.between(0.82f, 0.93f), 0.07f);
            brush.scatter(Kind.BOULDER, random.count(1, 5), bank, 0.98f, 0.2f);
            brush.scatter(Kind.CONIFER, random.count(0, 3), bank, 0.97f, 0.6f);
            SceneClass land =
                    random.pick(List.of(SceneClass.GRASS, SceneClass.GRASS, SceneClass.SAND, SceneClass.ROCK));
            brush.ground(land, bank, 0, 0.1f, List.of(brush.drift(SceneClass.GRASS, random.between(0.2f, 0.6f))));
        }
        Crest far = new Crest(shore, 0, 0, 0.006f, 3, 3, random.noiseSeed());
        brush.layers().add(new Lake(far, random.between(0.2f, 0.9f), random.noiseSeed()));
        if (random.chance(0.5f)) {
            brush.scatter(Kind.CONIFER, random.count(3, 9), Crest.flat(shore - 0.03f), shore, 0.22f);
        }
        if (random.chance(0.85f)) {
            brush.forest(shore + 0.02f, random.between(0.05f, 0.13f));
        }
        brush.mountains(shore + 0.02f, random.between(0.28f, 0.45f), random.between(0.4f, 1.1f));
        brush.sky(shore);
    }),

    BEACH(brush -> {
        SceneRandom random = brush.random();
        float horizon = random.between(0.42f, 0.56f);
        float tilt = random.between(-0.3f, 0.3f);
        Crest shore = new Crest(
                random.between(0.72f, 0.84f), tilt, brush.across(0.5f, 0.5f), 0.05f, 1.3f, 3, random.noiseSeed());
        Kind trees = random.chance(0.7f) ? Kind.PALM : Kind.BROADLEAF;
        brush.scatter(trees, random.count(0, 3), shore, 1.0f, 0.75f);
        brush.scatter(Kind.BOULDER, random.count(0, 3), shore, 0.97f, 0.16f);
        List<Ground.Patch> patches = new ArrayList<>();
        if (random.chance(0.35f)) {
            patches.add(brush.drift(SceneClass.GRASS, random.between(0.15f, 0.4f)));
        }
        brush.ground(SceneClass.SAND, shore, 0, 0.12f, patches);
        brush.layers().add(new Sea(horizon, random.between(0.1f, 0.7f), shore, random.noiseSeed()));
        if (random.chance(0.5f)) {
            headland(brush, horizon);
        }
        brush.sky(horizon);
    }),

    ROCKY_COAST(brush -> {
        SceneRandom random = brush.random();
        float horizon = random.between(0.4f, 0.58f);
        boolean left = random.chance(0.5f);
        Crest cliff = new Crest(
                random.between(0.74f, 0.86f),
                random.between(0.25f, 0.6f) * (left ? 1 : -1),
                brush.across(0.5f, 0.5f),
                0.07f,
                2.2f,
                4,
                random.noiseSeed());
        Kind trees = random.chance(0.5f) ? Kind.CONIFER : Kind.BROADLEAF;
        brush.scatter(Kind.BOULDER, random.count(2, 6), cliff, 1.0f, 0.26f);
        brush.scatter(trees, random.count(0, 3), cliff, 0.95f, 0.5f);
        SceneClass land = random.chance(0.6f) ? SceneClass.ROCK : SceneClass.GRASS;
        SceneClass patch = land == SceneClass.ROCK ? SceneClass.GRASS : SceneClass.ROCK;
        brush.ground(land, cliff, 0, 0.12f, List.of(brush.drift(patch, random.between(0.3f, 0.55f))));
        brush.layers().add(new Sea(horizon, random.between(0.4f, 1), cliff, random.noiseSeed()));
        if (random.chance(0.6f)) {
            headland(brush, horizon);
        }
        brush.sky(horizon);
    }),

    ISLAND(brush -> {
        SceneRandom random = brush.random();
        float horizon = random.between(0.5f, 0.62f);
        if (random.chance(0.4f)) {
            Crest shore = brush.rolling(random.between(0.88f, 0.95f), 0.03f);
            brush.ground(SceneClass.SAND, shore, 0, 0.05f, List.of());
        }
        float x = brush.across(0.25f, 0.75f);
        float half = random.between(0.2f, 0.38f);
        float foot = horizon + random.between(0.04f, 0.12f);
        Kind trees = random.pick(List.of(Kind.PALM, Kind.BROADLEAF, Kind.CONIFER));
        for (int k = random.count(1, 5); k > 0; k--) {
            brush.one(trees, x + half * random.between(-0.55f, 0.55f), foot - 0.02f, random.between(0.16f, 0.34f));
        }
        brush.layers().add(new Islet(x, foot, half, random.between(0.03f, 0.1f), random.noiseSeed()));
        brush.layers().add(new Sea(horizon, random.between(0.1f, 0.6f), null, random.noiseSeed()));
        if (random.chance(0.4f)) {
            headland(brush, horizon);
        }
        brush.sky(horizon);
    }),

    SNOWY_PEAKS(brush -> {
        SceneRandom random = brush.random();
        float horizon = random.between(0.56f, 0.72f);
        Crest slope = brush.rolling(horizon, 0.05f);
        brush.scatter(Kind.CONIFER, random.count(1, 8), slope, 0.92f, 0.55f);
        brush.scatter(Kind.BOULDER, random.count(0, 3), slope, 0.96f, 0.16f);
        List<Ground.Patch> patches = new ArrayList<>();
        if (random.chance(0.3f)) {
            patches.add(brush.meander(SceneClass.PATH, random.between(0.12f, 0.22f)));
        }
        if (random.chance(0.3f)) {
            patches.add(brush.drift(SceneClass.ROCK, random.between(0.1f, 0.25f)));
        }
        brush.ground(SceneClass.SNOW, slope, 0.02f, 0.35f, patches);
        if (random.chance(0.5f)) {
            brush.forest(horizon + 0.02f, random.between(0.04f, 0.1f));
        }
        brush.mountains(horizon + 0.05f, random.between(0.35f, 0.52f), random.between(0.1f, 0.6f));
        brush.sky(horizon);
    }),

    ROLLING_HILLS(brush -> {
        SceneRandom random = brush.random();
        float horizon = random.between(0.45f, 0.58f);
        int hills = random.count(2, 4);
        for (int k = 0; k < hills; k++) {
            float back = (float) k / hills;
            Crest hill = brush.rolling(0.82f + (horizon - 0.82f) * (k + 0.4f) / (hills - 0.6f), 0.06f);
            Kind trees = random.chance(0.75f) ? Kind.BROADLEAF : Kind.CONIFER;
            float nearest = Math.min(hill.level() + 0.14f, 0.96f);
            brush.scatter(trees, random.count(0, k == 0 ? 2 : 4), hill, nearest, 0.5f * (1 - 0.75f * back));
            List<Ground.Patch> patches = new ArrayList<>();
            if (k == 0 && random.chance(0.5f)) {
                patches.add(brush.meander(SceneClass.PATH, random.between(0.15f, 0.3f)));
            }
            if (random.chance(0.5f)) {
                patches.add(brush.drift(SceneClass.FLOWERS, random.between(0.3f, 0.75f)));
            }
            brush.ground(SceneClass.GRASS, hill, 0.05f + 0.4f * back, 0.15f + 0.5f * back, patches);
        }
        if (random.chance(0.5f)) {
            brush.forest(horizon + 0.03f, random.between(0.04f, 0.1f));
        }
        if (random.chance(0.6f)) {
            brush.farHills(horizon + 0.03f, random.between(0.06f, 0.15f));
        }
        brush.sky(horizon);
    }),

    RIVER_VALLEY(brush -> {
        SceneRandom random = brush.random();
        float horizon = random.between(0.5f, 0.62f);
        Crest plain = brush.rolling(horizon, 0.015f);
        Kind trees = random.chance(0.5f) ? Kind.CONIFER : Kind.BROADLEAF;
        brush.scatter(trees, random.count(2, 7), plain, 0.85f, 0.5f);
        brush.scatter(Kind.BOULDER, random.count(0, 4), plain, 0.95f, 0.14f);
        List<Ground.Patch> patches = new ArrayList<>();
        patches.add(brush.meander(SceneClass.LAKE, random.between(0.3f, 0.7f)));
        if (random.chance(0.4f)) {
            patches.add(brush.drift(SceneClass.FLOWERS, random.between(0.3f, 0.5f)));
        }
        if (random.chance(0.3f)) {
            patches.add(brush.drift(SceneClass.SAND, random.between(0.2f, 0.4f)));
        }
        brush.ground(SceneClass.GRASS, plain, 0.02f, 0.35f, patches);
        brush.forest(horizon + 0.02f, random.between(0.06f, 0.14f));
        brush.mountains(horizon + 0.03f, random.between(0.2f, 0.42f), random.between(0.4f, 1.2f));
        brush.sky(horizon);
    }),

    DUNES(brush -> {
        SceneRandom random = brush.random();
        float horizon = random.between(0.5f, 0.66f);
        int dunes = random.count(2, 4);
        for (int k = 0; k < dunes; k++) {
            float back = (float) k / dunes;
            Crest dune = brush.rolling(0.85f + (horizon - 0.85f) * (k + 0.4f) / (dunes - 0.6f), 0.08f);
            brush.scatter(
                    Kind.BOULDER,
                    random.count(0, 2),
                    dune,
                    Math.min(dune.level() + 0.12f, 0.97f),
                    0.18f * (1 - 0.7f * back));
            if (k == 0) {
                brush.scatter(Kind.PALM, random.count(0, 2), dune, 0.97f, 0.6f);
            }
            List<Ground.Patch> patches = new ArrayList<>();
            if (random.chance(0.35f)) {
                patches.add(brush.drift(SceneClass.GRASS, random.between(0.1f, 0.35f)));
            }
            if (k == 0 && random.chance(0.35f)) {
                patches.add(brush.meander(SceneClass.PATH, random.between(0.15f, 0.3f)));
            }
            brush.ground(SceneClass.SAND, dune, 0.05f + 0.3f * back, 0.1f + 0.4f * back, patches);
        }
        if (random.chance(0.7f)) {
            brush.mountains(horizon + 0.06f, random.between(0.15f, 0.32f), 2);
        }
        brush.sky(horizon);
    });

    static final List<Place> ALL = List.of(values());

    private final Consumer<Brush> story;

    Place(Consumer<Brush> story) {
        this.story = story;
    }

    List<Layer> compose(Brush brush) {
        story.accept(brush);
        return brush.layers();
    }

    /** Land beyond the water, rising towards one side. */
    private static void headland(Brush brush, float horizon) {
        SceneRandom random = brush.random();
        boolean left = random.chance(0.5f);
        float x = left ? brush.across(-0.1f, 0.2f) : brush.across(0.8f, 1.1f);
        float height = random.between(0.12f, 0.3f);
        brush.layers()
                .add(new MountainRange(
                        horizon + 0.004f,
                        List.of(new MountainRange.Peak(x, height, height * random.between(1.6f, 3f))),
                        random.between(0.4f, 0.8f),
                        2,
                        random.between(0.5f, 0.9f),
                        random.noiseSeed()));
    }
}
