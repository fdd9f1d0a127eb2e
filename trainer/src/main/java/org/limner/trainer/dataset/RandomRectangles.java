package org.limner.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.limner.schemas.bundle.LabelClass;

/**
 * Examples of a size without a file and almost without work, for measuring everything else: rectangles of labels, each
 * an object of its own, under photographs of noise. The same index gives the same example.
 *
 * @param size   examples
 * @param labels classes, without void; at most 256
 * @param width  in pixels
 * @param height in pixels
 */
public record RandomRectangles(int size, int labels, int width, int height) implements Dataset {
    private static final int RECTANGLES = 12; // of them two or three are seen of most

    public RandomRectangles {
        if (size < 1 || labels < 1 || labels > 256 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "%d examples of %d labels, %d x %d pixels".formatted(size, labels, width, height));
        }
    }

    @Override
    public String name() {
        return "random rectangles";
    }

    @Override
    public ClassTable classes() {
        List<LabelClass> classes = new ArrayList<>();
        for (int label = 0; label < labels; label++) {
            classes.add(new LabelClass(label, "label " + label, "#%06x".formatted(label * 0x3D5A7F & 0xFFFFFF)));
        }
        return new ClassTable(name(), "none", "drawn while measuring", OptionalInt.empty(), classes, Map.of());
    }

    @Override
    public Example example(int index) {
        SplittableRandom random = new SplittableRandom(index);
        short[] map = new short[width * height];
        int[] objects = new int[width * height];
        for (int object = 1; object <= RECTANGLES; object++) {
            short label = (short) random.nextInt(labels);
            int left = random.nextInt(width);
            int top = random.nextInt(height);
            int right = left + 1 + random.nextInt(width - left);
            int bottom = top + 1 + random.nextInt(height - top);
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    map[y * width + x] = label;
                    objects[y * width + x] = object;
                }
            }
        }
        byte[] photo = new byte[3 * width * height];
        random.nextBytes(photo);
        return new Example(
                "rectangles " + index,
                new RgbImage(width, height, photo),
                new LabelMap(width, height, map),
                new InstanceMap(width, height, objects));
    }
}
