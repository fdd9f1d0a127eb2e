package org.limner.trainer.dataset;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How an example of any size comes to the training size: resized to the load size, then a random window of it, then
 * perhaps mirrored. Photo, labels and instances get the same window and the same mirror. Photos are resampled bicubic,
 * labels and instances by the source pixel under the target pixel's centre.
 *
 * @param loadWidth  in pixels, at least {@code width}
 * @param loadHeight in pixels, at least {@code height}
 * @param width      of what comes out, in pixels
 * @param height     of what comes out, in pixels
 * @param mirrors    whether every second example, at random, is mirrored left to right
 */
public record Framing(int loadWidth, int loadHeight, int width, int height, boolean mirrors) {
    public Framing {
        Extent.require(width, height);
        if (loadWidth < width || loadHeight < height) {
            throw new IllegalArgumentException("a window of %d x %d does not fit into the load size %d x %d"
                    .formatted(width, height, loadWidth, loadHeight));
        }
    }

    /** Resizing alone: what is looked at must be the same every time. */
    public static Framing plain(int width, int height) {
        return new Framing(width, height, width, height, false);
    }

    /** Takes three draws from {@code random}, whatever the sizes. */
    public Example apply(Example example, ClassTable classes, RandomGenerator random) {
        double across = random.nextDouble();
        double down = random.nextDouble();
        boolean mirrored = random.nextDouble() > 0.5 && mirrors;
        Window window = new Window(
                (int) (across * (loadWidth - width + 1)), (int) (down * (loadHeight - height + 1)), mirrored);
        InstanceMap instances = example.instances();
        return new Example(
                example.name(),
                photo(example.photo(), window),
                labels(example.labels(), window, mirrored ? classes.flipSwaps() : Map.of()),
                instances == null ? null : instances(instances, window));
    }

    /** Where the crop lies in the resized example. */
    private record Window(int left, int top, boolean mirrored) {}

    private RgbImage photo(RgbImage photo, Window window) {
        boolean resized = photo.width() != loadWidth || photo.height() != loadHeight;
        byte[] from = (resized
                        ? new BicubicResampler(photo.width(), photo.height(), loadWidth, loadHeight).resample(photo)
                        : photo)
                .pixels();
        byte[] to = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = ((window.top() + y) * loadWidth + column(window, x)) * 3;
                System.arraycopy(from, at, to, (y * width + x) * 3, 3);
            }
        }
        return new RgbImage(width, height, to);
    }

    private LabelMap labels(LabelMap labels, Window window, Map<Integer, Integer> swaps) {
        short[] to = new short[width * height];
        for (int y = 0; y < height; y++) {
            int fromY = nearest(window.top() + y, labels.height(), loadHeight);
            for (int x = 0; x < width; x++) {
                int index = labels.at(nearest(column(window, x), labels.width(), loadWidth), fromY);
                to[y * width + x] = swaps.getOrDefault(index, index).shortValue();
            }
        }
        return new LabelMap(width, height, to);
    }

    private InstanceMap instances(InstanceMap instances, Window window) {
        int[] to = new int[width * height];
        for (int y = 0; y < height; y++) {
            int fromY = nearest(window.top() + y, instances.height(), loadHeight);
            for (int x = 0; x < width; x++) {
                to[y * width + x] = instances.at(nearest(column(window, x), instances.width(), loadWidth), fromY);
            }
        }
        return new InstanceMap(width, height, to);
    }

    private int column(Window window, int x) {
        return window.left() + (window.mirrored() ? width - 1 - x : x);
    }

    /** floor((i + 0.5) * from / to), in integers. */
    private static int nearest(int i, int from, int to) {
        return (int) ((2L * i + 1) * from / (2L * to));
    }
}
