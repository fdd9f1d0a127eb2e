package org.limner.trainer.dataset.scenes;

import org.limner.trainer.dataset.RgbImage;

/**
 * Photographs a {@link Layout} under a {@link Light}: light on materials, air before them, mirrors in the water, then
 * the camera.
 */
public final class ScenePainter {
    private static final Material[] MATERIALS = new Material[SceneClass.values().length];

    static {
        for (SceneClass each : SceneClass.values()) {
            MATERIALS[each.label()] = Materials.of(each);
        }
    }

    private ScenePainter() {}

    /** The photograph; any light may fall on any layout. */
    public static RgbImage paint(Layout layout, Light light) {
        float[] radiance = radiance(layout, new Atmosphere(light, layout));
        reflect(layout, radiance);
        return new RgbImage(
                layout.width(),
                layout.height(),
                Camera.develop(radiance, layout.width(), layout.height(), light.exposure()));
    }

    /** Linear {@code rows x columns x 3}. */
    private static float[] radiance(Layout layout, Atmosphere air) {
        float[] radiance = new float[3 * layout.columns() * layout.rows()];
        Surface surface = new Surface();
        int at = 0;
        for (int row = 0; row < layout.rows(); row++) {
            for (int column = 0; column < layout.columns(); column++) {
                surface.read(layout, column, row, air);
                int label = layout.label[layout.index(column, row)];
                Rgb color = MATERIALS[label].color(surface, air);
                if (label != SceneClass.SKY.label()
                        && label != SceneClass.CLOUD.label()
                        && label != SceneClass.SUN.label()) {
                    color = air.throughAir(color, surface.distance, surface.x, surface.y);
                }
                radiance[at++] = color.r();
                radiance[at++] = color.g();
                radiance[at++] = color.b();
            }
        }
        return radiance;
    }

    /** Adds to calm water what stands above its far shore, upside down, broken by its ripples. */
    private static void reflect(Layout layout, float[] radiance) {
        for (int row = 0; row < layout.rows(); row++) {
            for (int column = 0; column < layout.columns(); column++) {
                int index = layout.index(column, row);
                if (layout.label[index] != SceneClass.LAKE.label()) {
                    continue;
                }
                float y = layout.y(row);
                float shore = layout.kind[index];
                float ripple = layout.detail[index];
                float down = y - shore;
                int above = layout.row(shore - down * (1.05f + 0.25f * ripple) - 0.006f);
                int aside = (int) (2.5f * ripple);
                int from = 3
                        * layout.index(
                                (int) Curve.clamp(column + aside, 0, layout.columns() - 1), Math.max(above - 1, 0));
                float share = Curve.clamp(0.82f - 0.45f * down - 0.15f * Math.abs(ripple), 0.3f, 0.85f);
                for (int channel = 0; channel < 3; channel++) {
                    int to = 3 * index + channel;
                    radiance[to] += share * (0.92f * radiance[from + channel] - radiance[to]);
                }
            }
        }
    }
}
