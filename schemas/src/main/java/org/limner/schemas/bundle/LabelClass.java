package org.limner.schemas.bundle;

import java.util.regex.Pattern;

/**
 * One class of a label map.
 *
 * @param id    in masks, and the channel
 * @param name  for people
 * @param color for pictures of masks, as {@code #rrggbb}
 */
public record LabelClass(int id, String name, String color) {
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

    public LabelClass {
        if (id < 0) {
            throw new IllegalArgumentException("label id must not be negative but is " + id);
        }
        if (!COLOR.matcher(color).matches()) {
            throw new IllegalArgumentException("label color must be #rrggbb but is '" + color + "'");
        }
    }

    /** Red, green and blue in bits 16 to 23, 8 to 15 and 0 to 7. */
    public int rgb() {
        return Integer.parseInt(color.substring(1), 16);
    }
}
