package org.limner.trainer.dataset;

import org.jspecify.annotations.Nullable;

/**
 * A photograph and what is where in it, pixel by pixel: all parts have the same size.
 *
 * @param name      for messages, such as a file's base name
 * @param photo     what the generator should paint
 * @param labels    what it is told
 * @param instances object ids, of which only the borders matter; null: the source knows none
 */
public record Example(
        String name,
        RgbImage photo,
        LabelMap labels,
        @Nullable InstanceMap instances) {
    public Example {
        requireSize(name, photo, "label map", labels.width(), labels.height());
        if (instances != null) {
            requireSize(name, photo, "instance map", instances.width(), instances.height());
        }
    }

    /** An example of a source without instances. */
    public Example(String name, RgbImage photo, LabelMap labels) {
        this(name, photo, labels, null);
    }

    private static void requireSize(String name, RgbImage photo, String what, int width, int height) {
        if (photo.width() != width || photo.height() != height) {
            throw new DatasetException("%s: the photo is %d x %d but its %s is %d x %d"
                    .formatted(name, photo.width(), photo.height(), what, width, height));
        }
    }
}
