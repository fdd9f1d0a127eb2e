package org.limner.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import org.limner.schemas.bundle.LabelClass;

/**
 * Names and colours for labels that nobody has named. Colours are those of the PASCAL VOC colour map: bits 0, 3, 6 .. of the id,
 * from the top bit of red downwards, bits 1, 4, 7 .. of green, bits 2, 5, 8 .. of blue; neighbouring ids look different.
 */
public final class LabelColors {
    private LabelColors() {}

    /** Classes 0 to {@code count - 1}. */
    public static List<LabelClass> unnamed(int count) {
        List<LabelClass> classes = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            classes.add(new LabelClass(id, "label " + id, color(id)));
        }
        return classes;
    }

    static String color(int id) {
        int[] channels = new int[3];
        for (int bit = 0; bit < 24; bit++) {
            channels[bit % 3] |= (id >> bit & 1) << 7 - bit / 3;
        }
        return "#%02x%02x%02x".formatted(channels[0], channels[1], channels[2]);
    }
}
