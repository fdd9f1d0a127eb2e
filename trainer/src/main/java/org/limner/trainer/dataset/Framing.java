package org.limner.trainer.dataset;

import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How an example of any size comes to the training size: resized, then a random window of it, then perhaps mirrored.
 * Photo, labels and instances get the same window and the same mirror. Photos are resampled bicubic, labels and
 * instances by the source pixel under the target pixel's centre. What is smaller than the window is enlarged until it
 * covers it, in its own form: nothing is ever padded.
 *
 * @param preprocess how it is resized
 * @param loadWidth  in pixels, for those ways to resize that read it
 * @param loadHeight in pixels, likewise
 * @param width      of what comes out, in pixels
 * @param height     of what comes out, in pixels
 * @param multiple   of which sides are with {@link Preprocess#NONE}
 * @param leastScale by which what is loaded is enlarged at random, at least 1; imaginaire's random scale has 1
 * @param mostScale  likewise, at most; imaginaire's has up to 1.2
 * @param mirrors    whether every second example, at random, is mirrored left to right
 */
public record Framing(
        Preprocess preprocess,
        int loadWidth,
        int loadHeight,
        int width,
        int height,
        int multiple,
        double leastScale,
        double mostScale,
        boolean mirrors) {
    public Framing {
        Extent.require(width, height);
        if (preprocess == Preprocess.RESIZE_AND_CROP && (loadWidth < width || loadHeight < height)) {
            throw new IllegalArgumentException("a window of %d x %d does not fit into the load size %d x %d"
                    .formatted(width, height, loadWidth, loadHeight));
        }
        if (!(leastScale >= 1 && mostScale >= leastScale)) {
            throw new IllegalArgumentException(
                    "random scale goes from at least 1 up, not from " + leastScale + " to " + mostScale);
        }
        if (mostScale > 1 && !preprocess.crops()) {
            throw new IllegalArgumentException(
                    "random scale needs a window to cut, which '%s' does not".formatted(spelled(preprocess)));
        }
    }

    /** To the load size, then a random window. */
    public Framing(int loadWidth, int loadHeight, int width, int height, boolean mirrors) {
        this(Preprocess.RESIZE_AND_CROP, loadWidth, loadHeight, width, height, 1, 1, 1, mirrors);
    }

    /** Resizing alone: what is looked at must be the same every time. */
    public static Framing plain(int width, int height) {
        return new Framing(width, height, width, height, false);
    }

    /**
     * Takes four draws from {@code random}, whatever the sizes.
     *
     * @throws DatasetException if a picture of this size cannot come to the training size this way
     */
    public Example apply(Example example, ClassTable classes, RandomGenerator random) {
        double across = random.nextDouble();
        double down = random.nextDouble();
        boolean mirrored = random.nextDouble() > 0.5 && mirrors;
        double scale = leastScale + random.nextDouble() * (mostScale - leastScale);
        PictureSize loaded = loaded(
                example.name(),
                new PictureSize(example.photo().width(), example.photo().height()),
                scale);
        Window window = new Window(
                loaded,
                (int) (across * (loaded.width() - width + 1)),
                (int) (down * (loaded.height() - height + 1)),
                mirrored);
        InstanceMap instances = example.instances();
        return new Example(
                example.name(),
                photo(example.photo(), window),
                labels(example.labels(), window, mirrored ? classes.flipSwaps() : Map.of()),
                instances == null ? null : instances(instances, window));
    }

    /**
     * The size to which a picture is brought before the window is cut.
     *
     * @param name for the message
     * @throws DatasetException if that is not the training size and no window is cut
     */
    public PictureSize loaded(String name, PictureSize size) {
        return loaded(name, size, 1);
    }

    /** Whether a picture of this size has to be enlarged beyond what its way to resize says, to cover the window. */
    public boolean enlarges(PictureSize size) {
        PictureSize resized = resized(size);
        return preprocess.crops() && (resized.width() < width || resized.height() < height);
    }

    private PictureSize loaded(String name, PictureSize size, double scale) {
        PictureSize resized = resized(size);
        if (preprocess.crops()) {
            return covering(scaled(resized, scale));
        }
        if (resized.width() != width || resized.height() != height) {
            throw new DatasetException(
                    "%s is %s, which '%s' brings to %s, but the generator paints %d x %d: set image.width and image.height, or an image.preprocess that crops"
                            .formatted(name, size, spelled(preprocess), resized, width, height));
        }
        return resized;
    }

    private PictureSize resized(PictureSize size) {
        return switch (preprocess) {
            case RESIZE_AND_CROP -> new PictureSize(loadWidth, loadHeight);
            case CROP -> size;
            case SCALE_WIDTH, SCALE_WIDTH_AND_CROP ->
                new PictureSize(loadWidth, following(loadWidth, size.height(), size.width()));
            case SCALE_SHORTSIDE, SCALE_SHORTSIDE_AND_CROP -> shortSide(size, Math.min(loadWidth, loadHeight));
            case FIXED -> new PictureSize(width, height);
            case NONE -> new PictureSize(rounded(size.width()), rounded(size.height()));
        };
    }

    private static PictureSize shortSide(PictureSize size, int load) {
        return size.width() < size.height()
                ? new PictureSize(load, following(load, size.height(), size.width()))
                : new PictureSize(following(load, size.width(), size.height()), load);
    }

    /** floor(load * side / other), as the reference rounds. */
    private static int following(int load, int side, int other) {
        return (int) Math.max(1, (long) load * side / other);
    }

    private int rounded(int side) {
        return Math.max(1, (int) Math.rint((double) side / multiple)) * multiple; // halves to even, as Python's round
    }

    private static PictureSize scaled(PictureSize size, double scale) {
        return scale == 1
                ? size
                : new PictureSize((int) Math.round(size.width() * scale), (int) Math.round(size.height() * scale));
    }

    /** The size itself, or enlarged in its form until the window fits into it. */
    private PictureSize covering(PictureSize size) {
        double factor = Math.max((double) width / size.width(), (double) height / size.height());
        return factor <= 1
                ? size
                : new PictureSize(Math.max(width, (int) Math.round(size.width() * factor)), Math.max(height, (int)
                        Math.round(size.height() * factor)));
    }

    private static String spelled(Preprocess preprocess) {
        return preprocess.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Where the crop lies in the resized example.
     *
     * @param loaded the size of that
     */
    private record Window(PictureSize loaded, int left, int top, boolean mirrored) {}

    private RgbImage photo(RgbImage photo, Window window) {
        int loadedWidth = window.loaded().width();
        boolean resized = photo.width() != loadedWidth
                || photo.height() != window.loaded().height();
        byte[] from = (resized
                        ? new BicubicResampler(
                                        photo.width(),
                                        photo.height(),
                                        loadedWidth,
                                        window.loaded().height())
                                .resample(photo)
                        : photo)
                .pixels();
        byte[] to = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = ((window.top() + y) * loadedWidth + column(window, x)) * 3;
                System.arraycopy(from, at, to, (y * width + x) * 3, 3);
            }
        }
        return new RgbImage(width, height, to);
    }

    private LabelMap labels(LabelMap labels, Window window, Map<Integer, Integer> swaps) {
        short[] to = new short[width * height];
        for (int y = 0; y < height; y++) {
            int fromY = row(window, y, labels.height());
            for (int x = 0; x < width; x++) {
                int index = labels.at(column(window, x, labels.width()), fromY);
                to[y * width + x] = swaps.getOrDefault(index, index).shortValue();
            }
        }
        return new LabelMap(width, height, to);
    }

    private InstanceMap instances(InstanceMap instances, Window window) {
        int[] to = new int[width * height];
        for (int y = 0; y < height; y++) {
            int fromY = row(window, y, instances.height());
            for (int x = 0; x < width; x++) {
                to[y * width + x] = instances.at(column(window, x, instances.width()), fromY);
            }
        }
        return new InstanceMap(width, height, to);
    }

    private int column(Window window, int x) {
        return window.left() + (window.mirrored() ? width - 1 - x : x);
    }

    private int column(Window window, int x, int from) {
        return nearest(column(window, x), from, window.loaded().width());
    }

    private static int row(Window window, int y, int from) {
        return nearest(window.top() + y, from, window.loaded().height());
    }

    /** floor((i + 0.5) * from / to), in integers. */
    private static int nearest(int i, int from, int to) {
        return (int) ((2L * i + 1) * from / (2L * to));
    }
}
