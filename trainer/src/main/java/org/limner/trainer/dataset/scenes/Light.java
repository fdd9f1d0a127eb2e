package org.limner.trainer.dataset.scenes;

import java.util.List;

/**
 * Everything about a scene that its label map does not say: time of day, weather, season and exposure. One light
 * holds for a whole picture, so a style vector can carry it.
 *
 * @param sun       what falls on a surface that faces the sun, or the moon
 * @param zenith    radiance of the sky overhead
 * @param horizon   radiance of the sky at the horizon, and colour of the haze
 * @param glow      radiance added to the sky around the sun
 * @param elevation sine of the sun's height, in (0, 1]
 * @param side      where the sun stands when the picture does not show it: -1 left, 1 right
 * @param haze      optical thickness of the air up to the farthest mountains
 * @param exposure  factor on everything, the camera's choice
 */
public record Light(
        Rgb sun,
        Rgb zenith,
        Rgb horizon,
        Rgb glow,
        float elevation,
        float side,
        float haze,
        float exposure,
        Season season) {
    public static final Light NOON = of(0xfff4e0, 1.65f, 0x2262b4, 0x9cc4ec, 0xfff4d8, 0.5f, 0.85f, 0.35f, 1.1f);
    public static final Light MORNING = of(0xffdca8, 1.5f, 0x4f8ccc, 0xecd8bc, 0xffdca0, 0.9f, 0.42f, 0.9f, 1.05f);
    public static final Light SUNSET = of(0xff9440, 1.8f, 0x3a4c88, 0xf69a58, 0xff8c30, 1.6f, 0.2f, 0.85f, 0.95f);
    public static final Light ROSE = of(0xf88c88, 0.95f, 0x46508f, 0xe29aa4, 0xff8878, 1.0f, 0.16f, 0.8f, 1.0f);
    public static final Light DUSK = of(0x8a8ac8, 0.4f, 0x1a3068, 0x6c7cb0, 0xd09088, 0.7f, 0.25f, 0.8f, 1.05f);
    public static final Light OVERCAST = of(0xf4f4f4, 0.5f, 0x98a4b0, 0xc6ccd0, 0xe0e0e0, 0.3f, 0.7f, 1.3f, 1.0f);
    public static final Light STORM = of(0xe0e4dc, 0.55f, 0x44525f, 0x88989c, 0xa8a890, 0.3f, 0.5f, 1.0f, 0.95f);
    public static final Light MOONLIGHT = of(0x7c9cd8, 0.32f, 0x0c1834, 0x2e466e, 0x7890c0, 0.3f, 0.6f, 0.6f, 1.1f);

    /** By how often a photographer is out. */
    private static final List<Light> HOURS =
            List.of(NOON, NOON, NOON, NOON, MORNING, MORNING, SUNSET, SUNSET, ROSE, DUSK, OVERCAST, STORM, MOONLIGHT);

    private static final List<Season> SEASONS =
            List.of(Season.SUMMER, Season.SUMMER, Season.SPRING, Season.AUTUMN, Season.DRY);

    private static Light of(
            int sun,
            float sunlight,
            int zenith,
            int horizon,
            int glow,
            float glowing,
            float elevation,
            float haze,
            float exposure) {
        return new Light(
                Rgb.display(sun).times(sunlight),
                Rgb.display(zenith),
                Rgb.display(horizon),
                Rgb.display(glow).times(glowing),
                elevation,
                -0.6f,
                haze,
                exposure,
                Season.SUMMER);
    }

    /** Any hour of any day: mostly one of the named lights, partly another, in a season between two. */
    static Light draw(SceneRandom random) {
        Light light = random.pick(HOURS).mix(random.pick(HOURS), 0.35f * random.uniform() * random.uniform());
        Season season = random.pick(SEASONS).mix(random.pick(SEASONS), 0.5f * random.uniform());
        float warmth = random.between(-0.12f, 0.12f);
        Rgb balance = new Rgb(1 + warmth, 1, 1 - warmth);
        float side = random.between(0.3f, 1) * (random.chance(0.5f) ? -1 : 1);
        return new Light(
                light.sun.times(balance).times(random.between(0.8f, 1.15f)),
                light.zenith.times(balance).times(random.between(0.85f, 1.15f)),
                light.horizon.times(balance).times(random.between(0.9f, 1.1f)),
                light.glow.times(random.between(0.7f, 1.2f)),
                light.elevation,
                side,
                light.haze * random.between(0.5f, 1.6f),
                light.exposure * random.between(0.75f, 1.25f),
                season);
    }

    /** This at 0, the other at 1, in everything. */
    Light mix(Light other, float at) {
        return new Light(
                sun.mix(other.sun, at),
                zenith.mix(other.zenith, at),
                horizon.mix(other.horizon, at),
                glow.mix(other.glow, at),
                elevation + (other.elevation - elevation) * at,
                side + (other.side - side) * at,
                haze + (other.haze - haze) * at,
                exposure + (other.exposure - exposure) * at,
                season.mix(other.season, at));
    }
}
