package org.limner.trainer.dataset.scenes;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import org.limner.trainer.dataset.LabelMap;
import org.limner.trainer.dataset.RgbImage;

/** Scenes as images that can be written to files. */
final class ScenePictures {
    private ScenePictures() {}

    static BufferedImage photo(RgbImage rgb) {
        BufferedImage image = new BufferedImage(rgb.width(), rgb.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < rgb.height(); y++) {
            for (int x = 0; x < rgb.width(); x++) {
                image.setRGB(x, y, rgb.at(x, y, 0) << 16 | rgb.at(x, y, 1) << 8 | rgb.at(x, y, 2));
            }
        }
        return image;
    }

    /** A palette picture: its pixel values are the label ids, its colours those of {@link SceneClass#color()}. */
    static BufferedImage mask(LabelMap labels) {
        int[] palette =
                SceneClass.TABLE.classes().stream().mapToInt(each -> each.rgb()).toArray();
        IndexColorModel colors = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage image =
                new BufferedImage(labels.width(), labels.height(), BufferedImage.TYPE_BYTE_INDEXED, colors);
        for (int y = 0; y < labels.height(); y++) {
            for (int x = 0; x < labels.width(); x++) {
                image.getRaster().setSample(x, y, 0, labels.at(x, y));
            }
        }
        return image;
    }
}
