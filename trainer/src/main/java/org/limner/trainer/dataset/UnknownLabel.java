package org.limner.trainer.dataset;

import java.util.Comparator;
import org.limner.schemas.bundle.LabelClass;

/**
 * A value in a label file that is no class and not void.
 *
 * @param color  whether it is a colour, {@code 0xRRGGBB}, or an id
 * @param pixels that have it
 * @param x      of the first one, from the left
 * @param y      of the first one, from the top
 */
public record UnknownLabel(boolean color, int value, long pixels, int x, int y) {
    /** {@code label 34} or {@code colour #00ff01}. */
    public String spelled() {
        return color ? "colour #%06x".formatted(value) : "label " + value;
    }

    /** The class whose colour is the least sum of squares away. */
    public LabelClass nearest(ClassTable classes) {
        return classes.classes().stream()
                .min(Comparator.comparingInt(known -> distance(value, known.rgb())))
                .orElseThrow();
    }

    /** What is wrong and what may have been meant, to follow a file's name. */
    String complaint(ClassTable classes) {
        String where = "has %s at (%d, %d)".formatted(spelled(), x, y);
        if (!color) {
            return "%s but '%s' has %s".formatted(where, classes.name(), classes.extent());
        }
        LabelClass nearest = nearest(classes);
        boolean grey = (value >> 16) == (value & 0xFF) && (value >> 8 & 0xFF) == (value & 0xFF);
        return "%s, which is no colour of '%s'; the nearest is that of %d '%s', %s%s"
                .formatted(
                        where,
                        classes.name(),
                        nearest.id(),
                        nearest.name(),
                        nearest.color(),
                        grey ? "; if the channels hold ids, set data.label-format=index" : "");
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int d = (a >> shift & 0xFF) - (b >> shift & 0xFF);
            sum += d * d;
        }
        return sum;
    }
}
