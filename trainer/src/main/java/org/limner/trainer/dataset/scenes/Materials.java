package org.limner.trainer.dataset.scenes;

/**
 * The material of every class. Contrast within one is moderate by design: a small generator should be able to learn
 * its grain, while the light carries the large differences.
 */
final class Materials {
    private static final Rgb SNOW = Rgb.display(0xe2e9f2);
    private static final Rgb BARK = Rgb.display(0x6a5340);
    private static final Rgb FOAM = Rgb.display(0xf2f5f5);
    private static final Rgb CLOUD = Rgb.display(0xf4f4f6);

    private Materials() {}

    static Material of(SceneClass label) {
        switch (label) {
            case SKY:
            case CLOUD:
                return Materials::sky;
            case SUN:
                return Materials::disc;
            case MOUNTAIN:
                return Materials::mountain;
            case SNOW:
                return Materials::snow;
            case ROCK:
                return Materials::rock;
            case FOREST:
                return Materials::forest;
            case GRASS:
                return Materials::grass;
            case FLOWERS:
                return Materials::flowers;
            case TREE:
                return Materials::tree;
            case SAND:
                return Materials::sand;
            case SEA:
                return Materials::sea;
            case LAKE:
                return Materials::lake;
            case PATH:
                return Materials::path;
            default:
                throw new IllegalStateException("no material for " + label);
        }
    }

    /** Kind: the cloud's opacity here. */
    private static Rgb sky(Surface s, Atmosphere air) {
        Rgb clear = air.sky(s.x, s.y);
        return s.kind <= 0 ? clear : clear.mix(cloud(s, air), s.kind);
    }

    /** A cloud is white inside out: thin parts shine, thick undersides are grey, the sunward side is bright. */
    private static Rgb cloud(Surface s, Atmosphere air) {
        float thick = Curve.clamp(s.detail * 1.5f, 0, 1);
        float sunny = 0.4f + 0.6f * air.facing(s.leanX, s.leanY);
        Rgb sunlit = air.sunlight().times(sunny * (0.95f - 0.4f * thick));
        Rgb shade = air.ambient().times(0.85f - 0.2f * thick);
        return CLOUD.times(sunlit.plus(shade)).mix(air.sky(s.x, s.y), 0.15f);
    }

    private static Rgb disc(Surface s, Atmosphere air) {
        return air.disc().mix(cloud(s, air), 0.8f * s.kind);
    }

    /** Kind: altitude, 0 at the foot; lower slopes are a little green. */
    private static Rgb mountain(Surface s, Atmosphere air) {
        Rgb stone = air.season().stone().times(0.72f + 0.28f * s.detail);
        float green = 0.45f * Curve.step(0.45f, 0, s.kind + 0.25f * s.detail);
        return air.lit(stone.mix(air.season().grass().times(0.6f), green), s);
    }

    private static Rgb snow(Surface s, Atmosphere air) {
        return air.lit(SNOW.times(0.95f + 0.1f * s.detail), s);
    }

    private static Rgb rock(Surface s, Atmosphere air) {
        return air.lit(air.season().stone().times(0.75f + 0.35f * s.detail), s);
    }

    private static Rgb forest(Surface s, Atmosphere air) {
        Rgb stand = air.season().needle().mix(air.season().leaf(), Curve.clamp(0.35f + 0.6f * s.kind, 0, 0.8f));
        return air.lit(stand.times(0.8f + 0.5f * s.detail), s);
    }

    private static Rgb grass(Surface s, Atmosphere air) {
        Rgb blades = air.season().grass().mix(air.season().sand().times(0.7f), Curve.clamp(0.3f * s.detail, 0, 0.3f));
        return air.lit(blades.times(0.85f + 0.4f * s.detail), s);
    }

    /** Kind: a noise whose peaks are blossoms. */
    private static Rgb flowers(Surface s, Atmosphere air) {
        float blossom = Curve.step(0.0f, 0.35f, s.kind);
        Rgb petals = air.season().petal().times(0.9f + 0.25f * s.detail);
        Rgb green = air.season().grass().times(0.7f + 0.35f * s.detail);
        return air.lit(green.mix(petals, blossom), s);
    }

    /** Kind: 0 trunk, 1/2 needles, 1 leaves. */
    private static Rgb tree(Surface s, Atmosphere air) {
        if (s.kind < 0.1f) {
            return air.lit(BARK.times(0.8f + 0.3f * s.detail), s);
        }
        Rgb green = air.season().needle().mix(air.season().leaf(), Curve.clamp(2 * s.kind - 1, 0, 1));
        return air.lit(green.times(0.8f + 0.4f * s.detail), s);
    }

    private static Rgb sand(Surface s, Atmosphere air) {
        return air.lit(air.season().sand().times(0.88f + 0.22f * s.detail), s);
    }

    /** Kind: foam. Water shows its own colour where one looks down on it and the sky where one looks along it. */
    private static Rgb sea(Surface s, Atmosphere air) {
        float mirror = Curve.clamp(0.25f + 0.6f * s.distance - 0.25f * s.leanY, 0.05f, 0.9f);
        Rgb body = air.season()
                .water()
                .times(air.ambient().times(0.9f).plus(air.sunlight().times(0.55f)));
        Rgb water = body.times(1 + 0.35f * s.leanY).mix(air.sky(s.x, 0.35f + 0.2f * s.distance), mirror);
        float sparkle = air.glitter(s.x, s.y) * (0.35f + 1.3f * Curve.step(-0.1f, 0.6f, s.detail));
        Rgb glint = air.disc().times(0.55f * sparkle);
        Rgb foam = FOAM.times(air.ambient().plus(air.sunlight().times(0.6f)));
        return water.plus(glint).mix(foam, s.kind);
    }

    /** Without its mirror image, which {@link ScenePainter} adds. */
    private static Rgb lake(Surface s, Atmosphere air) {
        Rgb body = air.season()
                .water()
                .times(air.ambient().times(0.7f).plus(air.sunlight().times(0.3f)));
        float sparkle = air.glitter(s.x, s.y) * Curve.step(0, 0.5f, s.detail);
        return body.plus(air.disc().times(0.3f * sparkle));
    }

    private static Rgb path(Surface s, Atmosphere air) {
        Rgb earth = air.season().sand().mix(air.season().stone(), 0.45f);
        return air.lit(earth.times(0.72f + 0.25f * s.detail), s);
    }
}
