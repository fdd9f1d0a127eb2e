package org.limner.trainer.dataset.scenes;

import java.awt.image.BufferedImage;
import java.util.Locale;

/** Photographs that come with the product, for styles to be read from: each shows one light at its clearest. */
enum ExampleStyle {
    MOONLIGHT(ExampleScene.MOUNTAIN_LAKE, Light.MOONLIGHT),
    NOON(ExampleScene.RIVER_VALLEY, Light.NOON),
    SUNSET(ExampleScene.COAST, Light.SUNSET);

    private static final int SIZE = 192;

    private final ExampleScene scene;
    private final Light light;

    ExampleStyle(ExampleScene scene, Light light) {
        this.scene = scene;
        this.light = light;
    }

    BufferedImage photo() {
        return ScenePictures.photo(ScenePainter.paint(scene.layout(SIZE), light));
    }

    /** As in file names. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
