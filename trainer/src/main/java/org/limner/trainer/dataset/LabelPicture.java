package org.limner.trainer.dataset;

/** Label maps for people: classes in their colours, void in its own, or black where the table names none. */
public final class LabelPicture {
    private static final int BLACK = 0x000000;

    private LabelPicture() {}

    /** Labels that are neither a class nor void, such as -1 where a segmenter found none, are black. */
    public static RgbImage of(LabelMap map, ClassTable classes) {
        return of(map, classes, BLACK);
    }

    /** @param unknownRgb of labels that are neither a class nor void, as {@code 0xRRGGBB} */
    public static RgbImage of(LabelMap map, ClassTable classes, int unknownRgb) {
        int[] colors = new int[classes.channels()];
        for (int label = 0; label < classes.count(); label++) {
            colors[label] = classes.classes().get(label).rgb();
        }
        if (classes.voidLabel().isPresent()) {
            colors[classes.count()] = classes.voidColor().orElse(BLACK);
        }
        short[] indices = map.indices();
        int[] rgb = new int[indices.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = indices[i] >= 0 && indices[i] < colors.length ? colors[indices[i]] : unknownRgb;
        }
        return RgbImage.of(map.width(), map.height(), rgb);
    }
}
