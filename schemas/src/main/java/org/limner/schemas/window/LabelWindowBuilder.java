package org.limner.schemas.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limner.schemas.window.WindowGeometry.Level;

/**
 * Finds the distinct windows of label maps.
 *
 * <p>A window is {@code 2K - 1} codes square. It is not compared code by code: strips of K codes are numbered, then
 * patches of K strips, bands of K patches and windows of K bands, so that every step compares K numbers, and each table is
 * an input of the graph, which adds up in the same steps.
 *
 * <p>Used by one thread; the memory is kept for the next mask.
 */
public final class LabelWindowBuilder {
    private final WindowGeometry geometry;
    private final int kernel;
    private final int radius;
    private final DistinctTuples strips;
    private final DistinctTuples patches;
    private final DistinctTuples bands;
    private final DistinctTuples windows;
    private int[] wide = new int[0]; // (h + 2 radius) x (w + 2 radius): codes, then patches
    private int[] tall = new int[0]; // (h + 2 radius) x w: strips, then bands

    public LabelWindowBuilder(WindowGeometry geometry) {
        this.geometry = geometry;
        kernel = geometry.kernel();
        radius = kernel / 2;
        strips = new DistinctTuples(kernel);
        patches = new DistinctTuples(kernel);
        bands = new DistinctTuples(kernel);
        windows = new DistinctTuples(kernel);
    }

    /**
     * The windows of one mask.
     *
     * @param codes {@code H x W}, row-major, see {@link WindowGeometry#code}
     */
    public LabelWindows build(int[] codes) {
        if (codes.length != geometry.height() * geometry.width()) {
            throw new IllegalArgumentException("a mask of " + geometry.width() + " x " + geometry.height()
                    + " pixels is needed but there are " + codes.length);
        }
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] < 0 || codes[i] >= geometry.outside()) {
                throw new IllegalArgumentException("code " + codes[i] + " at (" + i % geometry.width() + ", "
                        + i / geometry.width() + ") but there are " + geometry.outside());
            }
        }
        List<LevelWindows> levels = new ArrayList<>();
        for (Level level : geometry.levels()) {
            levels.add(level(codes, level));
        }
        return new LabelWindows(levels, geometry.readsLabels() ? firstCodes(codes) : new int[0]);
    }

    private LevelWindows level(int[] codes, Level level) {
        int height = level.height();
        int width = level.width();
        int wideSize = (height + 2 * radius) * (width + 2 * radius);
        if (wide.length < wideSize) {
            wide = new int[wideSize];
            tall = new int[wideSize];
        }
        sample(codes, level, radius, wide);
        numberRows(strips, height, width);
        int[] pixels = new int[height * width];
        numberColumns(patches, height, width, pixels);
        frame(pixels, height, width);
        numberRows(bands, height, width);
        numberColumns(windows, height, width, pixels);
        return new LevelWindows(kernel, strips.copy(), patches.copy(), bands.copy(), windows.copy(), pixels);
    }

    /** The codes at a level's size, with {@code border} places outside on every side. A pixel reads floor(i in / out). */
    private void sample(int[] codes, Level level, int border, int[] framed) {
        int stride = geometry.width() / level.width();
        int framedWidth = level.width() + 2 * border;
        Arrays.fill(framed, 0, (level.height() + 2 * border) * framedWidth, geometry.outside());
        for (int y = 0; y < level.height(); y++) {
            int to = (y + border) * framedWidth + border;
            int from = y * stride * geometry.width();
            for (int x = 0; x < level.width(); x++) {
                framed[to + x] = codes[from + x * stride];
            }
        }
    }

    /** Numbers the {@code 1 x K} neighbours of {@link #wide} into {@link #tall}, rows outside the image included. */
    private void numberRows(DistinctTuples tuples, int height, int width) {
        tuples.clear();
        int wideWidth = width + 2 * radius;
        for (int y = 0; y < height + 2 * radius; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * wideWidth + x;
                // Inside a segment a place looks like the one before it: two thirds of the work on real masks.
                tall[y * width + x] =
                        x > 0 && same(wide, at, at - 1, 1) ? tall[y * width + x - 1] : tuples.number(wide, at, 1);
            }
        }
    }

    /** Numbers the {@code K x 1} neighbours of {@link #tall} into {@code numbers}, {@code height x width}. */
    private void numberColumns(DistinctTuples tuples, int height, int width, int[] numbers) {
        tuples.clear();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                numbers[at] = x > 0 && same(tall, at, at - 1, width) ? numbers[at - 1] : tuples.number(tall, at, width);
            }
        }
    }

    private boolean same(int[] source, int at, int other, int step) {
        for (int i = 0; i < kernel; i++) {
            if (source[at + i * step] != source[other + i * step]) {
                return false;
            }
        }
        return true;
    }

    /** Patches into {@link #wide} by number + 1, with 0 outside. */
    private void frame(int[] numbers, int height, int width) {
        int wideWidth = width + 2 * radius;
        Arrays.fill(wide, 0, (height + 2 * radius) * wideWidth, 0);
        for (int y = 0; y < height; y++) {
            int to = (y + radius) * wideWidth + radius;
            for (int x = 0; x < width; x++) {
                wide[to + x] = numbers[y * width + x] + 1;
            }
        }
    }

    private int[] firstCodes(int[] codes) {
        Level first = geometry.levels().get(0);
        int[] framed = new int[(first.height() + 2) * (first.width() + 2)];
        sample(codes, first, 1, framed);
        return framed;
    }
}
