package org.limner.trainer.dataset.scenes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.dataset.ClassTable;

/** What a pixel of a scene can be; the ordinal is the label id. Colours are those of pictures of masks. */
public enum SceneClass {
    SKY("#8fc1ea"),
    CLOUD("#f4f4f4"),
    /** The disc of the sun, or of the moon when the light is a night's. */
    SUN("#ffd83d"),
    MOUNTAIN("#8c7f9c"),
    SNOW("#d3e6f5"),
    ROCK("#6d6a66"),
    /** Wooded slopes too far away to tell trees apart. */
    FOREST("#2f5d3a"),
    GRASS("#8bc34a"),
    FLOWERS("#e06aa0"),
    TREE("#1b8a3c"),
    SAND("#ecd08a"),
    SEA("#1f6fb2"),
    /** Calm water that mirrors what stands behind it: lakes and rivers. */
    LAKE("#4fb6c9"),
    PATH("#b07a4b");

    private static final List<SceneClass> ALL = List.of(values());

    /** All classes as the table of the data set: without void, and nothing to swap when a scene is mirrored. */
    static final ClassTable TABLE = new ClassTable(
            "scenes",
            "Apache-2.0",
            "drawn by limner",
            OptionalInt.empty(),
            Stream.of(values())
                    .map(each -> new LabelClass(each.label(), each.title(), each.color()))
                    .toList(),
            Map.of());

    private final String color;

    SceneClass(String color) {
        this.color = color;
    }

    static SceneClass of(int label) {
        return ALL.get(label);
    }

    public int label() {
        return ordinal();
    }

    /** As {@code #rrggbb}. */
    public String color() {
        return color;
    }

    /** For people, and in {@code classes.json}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
