package org.limner.schemas.window;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Masks of COCO-Stuff as codes, from a folder with {@code labels/} and {@code instances/}: grey PNGs, void is 255. */
final class CocoMasks {
    static final int VOID = 255;
    static final int LABELS = 183; // 182 and void

    private CocoMasks() {}

    /** Of the first files, at most {@code count}, in the order of their names. */
    static List<int[]> read(Path folder, int count, WindowGeometry geometry) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("labels"))) {
            List<int[]> masks = new ArrayList<>();
            for (Path file : files.sorted().limit(count).toList()) {
                masks.add(codes(file, folder.resolve("instances").resolve(file.getFileName()), geometry));
            }
            return masks;
        }
    }

    private static int[] codes(Path labelFile, Path instanceFile, WindowGeometry geometry) throws IOException {
        int[] labels = sampled(labelFile, geometry);
        int[] instances = sampled(instanceFile, geometry);
        int width = geometry.width();
        int[] codes = new int[labels.length];
        for (int i = 0; i < codes.length; i++) {
            int here = instances[i];
            boolean edge = geometry.edges()
                    && (i % width > 0 && instances[i - 1] != here
                            || i % width + 1 < width && instances[i + 1] != here
                            || i >= width && instances[i - width] != here
                            || i + width < codes.length && instances[i + width] != here);
            codes[i] = geometry.code(labels[i] == VOID ? LABELS - 1 : labels[i], edge);
        }
        return codes;
    }

    /** By the pixel under each centre. */
    private static int[] sampled(Path file, WindowGeometry geometry) throws IOException {
        Raster raster = ImageIO.read(file.toFile()).getRaster();
        int[] values = new int[geometry.height() * geometry.width()];
        for (int i = 0; i < values.length; i++) {
            int x = (2 * (i % geometry.width()) + 1) * raster.getWidth() / (2 * geometry.width());
            int y = (2 * (i / geometry.width()) + 1) * raster.getHeight() / (2 * geometry.height());
            values[i] = raster.getSample(x, y, 0);
        }
        return values;
    }
}
