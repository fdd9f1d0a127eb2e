package org.limner.trainer.dataset.scenes;

import java.util.Locale;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.Example;

/**
 * Landscapes drawn when they are asked for, in some milliseconds each: a data set of any length and size that needs no
 * file. Train and val splits differ in their seeds.
 */
public final class SceneDataset implements Dataset {
    private final String name;
    private final SceneComposer composer;
    private final int size;
    private final int width;
    private final int height;

    /**
     * @param size   how many scenes make an epoch; more scenes cost nothing but time
     * @param width  of each, in pixels, at least 32
     * @param height of each, in pixels, at least 32
     */
    public SceneDataset(String name, long seed, int size, int width, int height) {
        if (size < 1) {
            throw new IllegalArgumentException("a data set needs at least one scene, not " + size);
        }
        if (width < 32 || height < 32) {
            throw new IllegalArgumentException("a scene needs at least 32 x 32 pixels, not " + width + " x " + height);
        }
        this.name = name;
        this.composer = new SceneComposer(seed);
        this.size = size;
        this.width = width;
        this.height = height;
    }

    /** The scenes to train with: {@code scenes/train}. */
    public static SceneDataset train(long seed, int size, int width, int height) {
        return new SceneDataset("scenes/train", seed, size, width, height);
    }

    /** Scenes that {@link #train} never shows for the same seed: {@code scenes/val}. */
    public static SceneDataset val(long seed, int size, int width, int height) {
        return new SceneDataset("scenes/val", ~seed, size, width, height);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public ClassTable classes() {
        return SceneClass.TABLE;
    }

    @Override
    public Example example(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("scene " + index + " of " + size);
        }
        Layout layout = composer.layout(index, width, height);
        return new Example(
                String.format(Locale.ROOT, "scene-%05d", index),
                ScenePainter.paint(layout, composer.light(index)),
                layout.labels());
    }
}
