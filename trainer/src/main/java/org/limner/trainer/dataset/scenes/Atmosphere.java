package org.limner.trainer.dataset.scenes;

/** A {@link Light} at work in one {@link Layout}: where the sun is, how bright the sky is where, what haze adds. */
final class Atmosphere {
    private final Light light;
    private final float sunX;
    private final float sunY;
    private final boolean visibleSun;
    private final float towardsX;
    private final float towardsY;
    private final float towardsViewer;
    private final Rgb ambient;
    private final Rgb sunward;

    Atmosphere(Light light, Layout layout) {
        this.light = light;
        Layout.Disc disc = layout.sun();
        float middle = layout.aspect() / 2;
        visibleSun = disc != null;
        // a sun outside the picture stands beside it, lower the lower it is
        sunX = disc != null ? disc.x() : middle + light.side() * (middle + 0.45f);
        sunY = disc != null ? disc.y() : 0.45f - 0.9f * light.elevation();
        float side = disc != null ? Curve.clamp((sunX - middle) / middle, -1, 1) : light.side();
        float up = 0.3f + 0.6f * light.elevation();
        float across = side * 0.85f;
        float ahead = disc != null ? 0.1f : 0.45f; // a sun in the picture lights what we see of things from behind
        float length = (float) Math.sqrt(up * up + across * across + ahead * ahead);
        towardsX = across / length;
        towardsY = up / length;
        towardsViewer = ahead / length;
        ambient = light.zenith().mix(light.horizon(), 0.5f).times(0.85f);
        sunward = light.glow();
    }

    /** Cosine between the sun and a surface that leans so, 0 if it faces away. */
    float facing(float leanX, float leanY) {
        float out = 1 - leanX * leanX - leanY * leanY;
        float leanOut = out > 0 ? (float) Math.sqrt(out) : 0;
        float norm = out > 0 ? 1 : 1 / (float) Math.sqrt(1 - out);
        float cosine = (leanX * towardsX + leanY * towardsY) * norm + leanOut * towardsViewer;
        return Math.max(cosine, 0);
    }

    Rgb sunlight() {
        return light.sun();
    }

    /** What the whole sky sheds on a surface open to all of it. */
    Rgb ambient() {
        return ambient;
    }

    /** What a surface of this reflectance shows under the light that falls on it. */
    Rgb lit(Rgb reflectance, Surface surface) {
        Rgb sun = light.sun();
        float s = surface.sunlight;
        float a = surface.skylight;
        return new Rgb(
                reflectance.r() * (sun.r() * s + ambient.r() * a),
                reflectance.g() * (sun.g() * s + ambient.g() * a),
                reflectance.b() * (sun.b() * s + ambient.b() * a));
    }

    /** Radiance of the clear sky. */
    Rgb sky(float x, float y) {
        float low = Curve.clamp(y / 0.62f, 0, 1.1f);
        Rgb clear = light.zenith().mix(light.horizon(), low * (0.35f + 0.65f * low));
        return clear.plus(sunward.times(glow(x, y)));
    }

    private float glow(float x, float y) {
        float dx = x - sunX;
        float dy = (y - sunY) * 1.3f;
        float square = dx * dx + dy * dy;
        float wide = 0.30f / (1 + square * 7);
        float tight = visibleSun ? 0.5f / (1 + square * 160) : 0;
        return wide + tight;
    }

    /** The sun's own disc, or the moon's. */
    Rgb disc() {
        return light.sun()
                .times(1.6f)
                .plus(light.glow().times(0.8f))
                .plus(light.horizon().times(0.5f));
    }

    /** The colour after {@code distance} of air. */
    Rgb throughAir(Rgb color, float distance, float x, float y) {
        float thickness = light.haze() * distance * distance;
        float veil = thickness / (1 + thickness);
        return color.mix(light.horizon().mix(light.zenith(), 0.25f).plus(sunward.times(0.5f * glow(x, y))), veil);
    }

    /** 1 on the line below the visible sun, where water glitters, falling off to the sides; 0 without a sun to see. */
    float glitter(float x, float y) {
        if (!visibleSun) {
            return 0;
        }
        float half = 0.03f + 0.22f * Math.max(y - 0.4f, 0);
        return Curve.bell(x - sunX, half) * Curve.bell(x - sunX, half);
    }

    Season season() {
        return light.season();
    }

    float exposure() {
        return light.exposure();
    }
}
