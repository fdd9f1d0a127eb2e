package org.limner.trainer.dataset.scenes;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.limner.trainer.dataset.scenes.MountainRange.Peak;

/**
 * Places composed by hand for a square picture: the masks that come with the product. Each list runs from the viewer's
 * feet to the sky; {@link Place} tells the random ones.
 */
enum ExampleScene {
    COAST(
            new Boulder(0.80f, 0.90f, 0.15f, 0.2f, 0.02f, 7),
            new Boulder(0.61f, 0.93f, 0.08f, 0.11f, 0.02f, 8),
            new Conifer(0.90f, 0.71f, 0.36f, 0.42f, 0.05f, 3),
            new Conifer(0.77f, 0.73f, 0.24f, 0.44f, 0.06f, 4),
            new Ground(
                    SceneClass.ROCK,
                    new Crest(0.83f, -0.45f, 0.5f, 0.04f, 2.2f, 4, 21),
                    0,
                    0.1f,
                    5,
                    List.of(new Drift(SceneClass.GRASS, 0.5f, 1.6f, 19))),
            new Sea(0.5f, 0.5f, new Crest(0.83f, -0.45f, 0.5f, 0.04f, 2.2f, 4, 21), 6),
            new MountainRange(0.504f, List.of(new Peak(0.02f, 0.2f, 0.5f)), 0.6f, 2, 0.7f, 12),
            new Sky(0.5f, 0.42f, 0.5f, 0.1f, new Layout.Disc(0.45f, 0.27f, 0.05f), 31)),

    ISLAND(
            new Palm(0.53f, 0.625f, 0.36f, 0.16f, 0.05f, 2),
            new Palm(0.43f, 0.62f, 0.29f, -0.22f, 0.05f, 5),
            new Palm(0.62f, 0.625f, 0.24f, 0.3f, 0.05f, 9),
            new Islet(0.5f, 0.66f, 0.33f, 0.06f, 14),
            new Sea(0.56f, 0.35f, null, 15),
            new Sky(0.56f, 0.4f, 0.55f, 0.2f, new Layout.Disc(0.22f, 0.4f, 0.055f), 71)),

    MEADOW(
            new Broadleaf(0.66f, 0.76f, 0.5f, 0.9f, 0.03f, 18),
            new Ground(
                    SceneClass.GRASS,
                    new Crest(0.64f, 0.06f, 0.5f, 0.03f, 1.1f, 2, 40),
                    0.02f,
                    0.25f,
                    41,
                    List.of(
                            new Meander(SceneClass.PATH, -0.35f, 0.02f, 1.0f, 0.2f, 16),
                            new Drift(SceneClass.FLOWERS, 0.5f, 1.8f, 6))),
            new Ground(SceneClass.GRASS, new Crest(0.58f, -0.1f, 0.5f, 0.04f, 1.4f, 2, 44), 0.3f, 0.5f, 45, List.of()),
            new ForestSlope(new Crest(0.54f, 0.1f, 0.5f, 0.03f, 1.3f, 2, 46), 0.7f, 0.018f, false, 0.5f, 47),
            new MountainRange(
                    0.62f, List.of(new Peak(0.22f, 0.3f, 0.5f), new Peak(0.85f, 0.2f, 0.45f)), 0.6f, 0.66f, 0.85f, 48),
            new Sky(0.56f, 0.5f, 0.5f, 0.1f, null, 58)),

    MOUNTAIN_LAKE(
            new Conifer(0.13f, 0.95f, 0.6f, 0.42f, 0.02f, 1),
            new Conifer(0.30f, 0.91f, 0.36f, 0.46f, 0.03f, 2),
            new Boulder(0.72f, 0.96f, 0.13f, 0.16f, 0.02f, 33),
            new Boulder(0.89f, 0.93f, 0.08f, 0.09f, 0.02f, 34),
            new Ground(
                    SceneClass.GRASS,
                    new Crest(0.88f, 0.05f, 0.5f, 0.03f, 1.5f, 3, 35),
                    0,
                    0.08f,
                    36,
                    List.of(new Drift(SceneClass.ROCK, 0.3f, 1.2f, 37))),
            new Lake(new Crest(0.58f, 0, 0, 0.005f, 3, 3, 38), 0.4f, 39),
            new ForestSlope(new Crest(0.51f, 0.18f, 0.5f, 0.03f, 1.2f, 2, 40), 0.62f, 0.02f, true, 0.4f, 41),
            new MountainRange(
                    0.6f, List.of(new Peak(0.62f, 0.42f, 0.6f), new Peak(0.14f, 0.27f, 0.45f)), 0.7f, 0.62f, 0.75f, 42),
            new Sky(0.58f, 0.35f, 0.5f, 0.3f, null, 43)),

    PALM_BEACH(
            new Palm(0.2f, 0.93f, 0.72f, 0.2f, 0.02f, 3),
            new Palm(0.52f, 0.86f, 0.44f, 0.16f, 0.04f, 4),
            new Boulder(0.72f, 0.93f, 0.09f, 0.1f, 0.02f, 52),
            new Ground(
                    SceneClass.SAND,
                    new Crest(0.78f, 0.14f, 0.5f, 0.03f, 1.2f, 2, 53),
                    0,
                    0.1f,
                    54,
                    List.of(new Drift(SceneClass.GRASS, 0.15f, 1.2f, 55))),
            new Sea(0.5f, 0.4f, new Crest(0.78f, 0.14f, 0.5f, 0.03f, 1.2f, 2, 53), 56),
            new MountainRange(0.504f, List.of(new Peak(0.95f, 0.16f, 0.42f)), 0.6f, 2, 0.75f, 57),
            new Sky(0.5f, 0.45f, 0.6f, 0.1f, null, 29)),

    RIVER_VALLEY(
            new Broadleaf(0.82f, 0.8f, 0.34f, 0.9f, 0.03f, 61),
            new Broadleaf(0.14f, 0.7f, 0.2f, 0.9f, 0.08f, 62),
            new Conifer(0.25f, 0.67f, 0.2f, 0.44f, 0.1f, 63),
            new Boulder(0.3f, 0.93f, 0.1f, 0.12f, 0.02f, 64),
            new Ground(
                    SceneClass.GRASS,
                    new Crest(0.58f, 0, 0.5f, 0.01f, 1, 2, 65),
                    0.02f,
                    0.35f,
                    66,
                    List.of(
                            new Meander(SceneClass.LAKE, 0.1f, 0.03f, 1.7f, 0.5f, 71),
                            new Drift(SceneClass.FLOWERS, 0.3f, 1.6f, 68))),
            new ForestSlope(new Crest(0.52f, -0.12f, 0.5f, 0.025f, 1.4f, 2, 69), 0.7f, 0.02f, true, 0.4f, 70),
            new MountainRange(
                    0.6f, List.of(new Peak(0.4f, 0.36f, 0.5f), new Peak(0.9f, 0.3f, 0.5f)), 0.7f, 0.6f, 0.7f, 71),
            new Sky(0.58f, 0.4f, 0.5f, 0.2f, null, 90)),

    SNOWY_PEAKS(
            new Conifer(0.8f, 0.93f, 0.52f, 0.42f, 0.02f, 81),
            new Conifer(0.62f, 0.83f, 0.28f, 0.46f, 0.06f, 82),
            new Conifer(0.93f, 0.8f, 0.24f, 0.44f, 0.08f, 83),
            new Boulder(0.2f, 0.92f, 0.09f, 0.11f, 0.02f, 84),
            new Ground(
                    SceneClass.SNOW,
                    new Crest(0.7f, 0.05f, 0.5f, 0.03f, 1.2f, 2, 85),
                    0.02f,
                    0.3f,
                    86,
                    List.of(new Meander(SceneClass.PATH, 0, -0.02f, 0.9f, 0.16f, 87))),
            new ForestSlope(new Crest(0.67f, 0.08f, 0.5f, 0.02f, 1.2f, 2, 88), 0.8f, 0.016f, true, 0.4f, 89),
            new MountainRange(
                    0.74f, List.of(new Peak(0.36f, 0.5f, 0.62f), new Peak(0.88f, 0.36f, 0.5f)), 0.7f, 0.4f, 0.7f, 92),
            new Sky(0.7f, 0.3f, 0.5f, 0.2f, null, 91)),

    SUNNY_DUNES(
            new Palm(0.78f, 0.86f, 0.42f, -0.16f, 0.03f, 93),
            new Boulder(0.26f, 0.92f, 0.1f, 0.11f, 0.02f, 94),
            new Ground(
                    SceneClass.SAND,
                    new Crest(0.76f, 0.16f, 0.5f, 0.05f, 1.0f, 1, 95),
                    0,
                    0.15f,
                    96,
                    List.of(new Drift(SceneClass.GRASS, 0.12f, 1.4f, 97))),
            new Ground(SceneClass.SAND, new Crest(0.64f, -0.2f, 0.5f, 0.05f, 1.1f, 1, 98), 0.2f, 0.35f, 99, List.of()),
            new MountainRange(
                    0.66f, List.of(new Peak(0.2f, 0.16f, 0.34f), new Peak(0.72f, 0.12f, 0.3f)), 0.7f, 2, 0.8f, 100),
            new Sky(0.6f, 0.2f, 0.6f, 0.7f, new Layout.Disc(0.55f, 0.24f, 0.055f), 101));

    private final List<Layer> layers;

    ExampleScene(Layer... nearestFirst) {
        layers = List.of(nearestFirst);
    }

    /** The place in a square picture. */
    Layout layout(int size) {
        return Layout.of(size, size, layers);
    }

    /** 128 x 128, the size the sample bundle is trained at. */
    BufferedImage mask() {
        return ScenePictures.mask(layout(128).labels());
    }

    /** As in file names. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
