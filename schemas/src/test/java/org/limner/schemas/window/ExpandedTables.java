package org.limner.schemas.window;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Tables of one level read back into the codes they stand for, as texts like those of {@link BruteForceWindows}. What two
 * rows say about one place must agree; a place that only outside neighbours would speak of is outside itself.
 */
final class ExpandedTables {
    private static final int UNKNOWN = -1;

    private final int kernel;
    private final int side; // of a window
    private final int outside;
    private final int[] strips;
    private final int[] patches;
    private final int[] bands;
    private final int[] windows;

    ExpandedTables(WindowGeometry geometry, int[] strips, int[] patches, int[] bands, int[] windows) {
        this.kernel = geometry.kernel();
        this.side = 2 * kernel - 1;
        this.outside = geometry.outside();
        this.strips = strips;
        this.patches = patches;
        this.bands = bands;
        this.windows = windows;
    }

    static ExpandedTables of(WindowGeometry geometry, LevelWindows tables) {
        return new ExpandedTables(
                geometry,
                tables.table(WindowTable.STRIPS),
                tables.table(WindowTable.PATCHES),
                tables.table(WindowTable.BANDS),
                tables.table(WindowTable.WINDOWS));
    }

    List<String> strips() {
        return rows(strips, row -> text(Arrays.copyOfRange(strips, row * kernel, (row + 1) * kernel)));
    }

    List<String> patches() {
        return rows(patches, row -> text(patch(row)));
    }

    List<String> bands() {
        return rows(bands, row -> isOutside(row) ? "" : text(band(row)));
    }

    List<String> windows() {
        return rows(windows, row -> text(window(row)));
    }

    /** Which of the {@code K x K} places around a pixel a window takes for outside the image, row by row. */
    boolean[] outsidePlaces(int window) {
        boolean[] places = new boolean[kernel * kernel];
        for (int i = 0; i < places.length; i++) {
            places[i] = bands[windows[window * kernel + i / kernel] * kernel + i % kernel] == 0;
        }
        return places;
    }

    private List<String> rows(int[] table, IntFunction<String> text) {
        return IntStream.range(0, table.length / kernel).mapToObj(text).toList();
    }

    /** {@code K x K} codes. */
    private int[] patch(int row) {
        int[] codes = new int[kernel * kernel];
        for (int y = 0; y < kernel; y++) {
            System.arraycopy(strips, patches[row * kernel + y] * kernel, codes, y * kernel, kernel);
        }
        return codes;
    }

    private boolean isOutside(int band) {
        return IntStream.range(0, kernel).allMatch(i -> bands[band * kernel + i] == 0);
    }

    /** {@code K x (2K - 1)} codes. */
    private int[] band(int row) {
        int[] codes = filled(kernel * side);
        for (int x = 0; x < kernel; x++) {
            int patch = bands[row * kernel + x];
            if (patch > 0) {
                lay(patch(patch - 1), kernel, codes, x);
            }
        }
        return codes;
    }

    /** {@code (2K - 1) x (2K - 1)} codes. */
    private int[] window(int row) {
        int[] codes = filled(side * side);
        for (int y = 0; y < kernel; y++) {
            lay(band(windows[row * kernel + y]), side, codes, y * side);
        }
        return codes;
    }

    private void lay(int[] part, int partWidth, int[] codes, int at) {
        for (int i = 0; i < part.length; i++) {
            int place = at + i / partWidth * side + i % partWidth;
            if (part[i] != UNKNOWN) {
                if (codes[place] != UNKNOWN && codes[place] != part[i]) {
                    throw new AssertionError("two rows disagree: " + codes[place] + " and " + part[i]);
                }
                codes[place] = part[i];
            }
        }
    }

    private static int[] filled(int size) {
        int[] codes = new int[size];
        Arrays.fill(codes, UNKNOWN);
        return codes;
    }

    private String text(int[] codes) {
        char[] text = new char[codes.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = BruteForceWindows.character(codes[i] == UNKNOWN ? outside : codes[i]);
        }
        return new String(text);
    }

    static int[] ints(IntBuffer values) {
        int[] ints = new int[values.remaining()];
        values.duplicate().get(ints);
        return ints;
    }
}
