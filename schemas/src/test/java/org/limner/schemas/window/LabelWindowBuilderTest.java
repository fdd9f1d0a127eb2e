package org.limner.schemas.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.window.WindowGeometry.Level;

/**
 * What could go wrong: two neighbourhoods taken for one or one for two, a border that is taken for a label, memory of an
 * earlier mask that shines through.
 */
class LabelWindowBuilderTest {
    /** 183 labels as in COCO-Stuff; some more than one byte holds once edges double them. */
    private static final int LABELS = 183;

    /** Sizes as height, width and doublings; every kernel, with and without edges, is tried on each. */
    @ParameterizedTest
    @CsvSource({
        "8, 8, 3",
        "16, 8, 3",
        "8, 24, 3",
        "16, 48, 4",
        "32, 32, 5",
        "96, 32, 5",
        "64, 128, 6",
        "128, 128, 7",
        "1, 1, 0",
        "1, 7, 0",
        "9, 1, 0"
    })
    void findsWhatComparingAllCodesFinds(int height, int width, int doublings) {
        for (int kernel : new int[] {1, 3, 5}) {
            for (boolean edges : new boolean[] {false, true}) {
                WindowGeometry geometry = new WindowGeometry(LABELS, edges, height, width, doublings, kernel, false);
                WindowGeometry fewLabels = new WindowGeometry(2, edges, height, width, doublings, kernel, false);
                check(geometry, DrawnCodes.checkerboard(geometry, 1));
                check(fewLabels, DrawnCodes.checkerboard(fewLabels, 2));
                check(geometry, DrawnCodes.blocks(geometry, 12, 3));
                check(geometry, DrawnCodes.equal(geometry, 0));
                check(geometry, DrawnCodes.equal(geometry, geometry.outside() - 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 256, 5, 3", "256, 512, 6, 3", "512, 1024, 7, 3", "256, 128, 5, 5"})
    void findsItInFullSizesToo(int height, int width, int doublings, int kernel) {
        WindowGeometry geometry = new WindowGeometry(LABELS, true, height, width, doublings, kernel, false);
        LabelWindows worst = check(geometry, DrawnCodes.checkerboard(geometry, 4));
        for (int i = 0; i < geometry.levels().size(); i++) {
            Level level = geometry.levels().get(i);
            assertThat(worst.levels().get(i).rows(WindowTable.WINDOWS))
                    .as("distinct windows of %s", level)
                    .isEqualTo(level.height() * level.width());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "3, 13", "5, 3"})
    void findsItInRealMasks(int kernel, int count) throws IOException {
        Path folder = Path.of(System.getProperty("limner.shared", "../shared"), "data", "coco_stuff", "train");
        assumeTrue(Files.isDirectory(folder), "there is no " + folder + " with masks of COCO-Stuff");
        WindowGeometry geometry = new WindowGeometry(CocoMasks.LABELS, true, 256, 256, 5, kernel, false);
        List<int[]> masks = CocoMasks.read(folder, count, geometry);
        assertThat(masks).isNotEmpty();
        LabelWindowBuilder builder = new LabelWindowBuilder(geometry);
        masks.forEach(codes -> check(geometry, codes, builder.build(codes)));
    }

    @Test
    void oneBuilderServesMasksOfAnyKindInAnyOrder() {
        WindowGeometry geometry = new WindowGeometry(LABELS, true, 64, 64, 5, 3, true);
        LabelWindowBuilder builder = new LabelWindowBuilder(geometry);
        List<int[]> masks = List.of(
                DrawnCodes.equal(geometry, 7),
                DrawnCodes.checkerboard(geometry, 6),
                DrawnCodes.blocks(geometry, 9, 7),
                DrawnCodes.equal(geometry, 7),
                DrawnCodes.checkerboard(geometry, 8));
        List<LabelWindows> found = new ArrayList<>();
        masks.forEach(codes -> found.add(builder.build(codes)));

        // Only now, so that a table that a later mask wrote into would be seen.
        for (int i = 0; i < masks.size(); i++) {
            check(geometry, masks.get(i), found.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "5"})
    void generatorsOfLabelsReadTheCodesOfTheFirstMapInAFrame(int kernel) {
        WindowGeometry geometry = new WindowGeometry(LABELS, true, 64, 96, 4, kernel, true);
        int[] codes = DrawnCodes.checkerboard(geometry, 9);
        LabelWindows windows = new LabelWindowBuilder(geometry).build(codes);

        Level first = new Level(4, 6);
        BruteForceWindows expected = new BruteForceWindows(geometry, first, codes);
        int[] framed = new int[6 * 8];
        for (int i = 0; i < framed.length; i++) {
            framed[i] = expected.code(i % 8 - 1, i / 8 - 1);
        }
        assertThat(windows.firstCodes()).isEqualTo(framed);
    }

    @Test
    void countsTheBytesItHolds() {
        WindowGeometry geometry = new WindowGeometry(2, false, 2, 2, 0, 1, true);
        LabelWindows windows = new LabelWindowBuilder(geometry).build(new int[] {0, 1, 1, 0});

        // Two strips, patches, bands and windows of one number each, four pixels, 4 x 4 first codes.
        assertThat(windows.bytes()).isEqualTo((4 * 2 + 4 + 16) * 4);
    }

    @Test
    void refusesMasksOfAnotherSize() {
        WindowGeometry geometry = new WindowGeometry(LABELS, false, 32, 64, 5, 3, false);
        assertThatThrownBy(() -> new LabelWindowBuilder(geometry).build(new int[64 * 64]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mask of 64 x 32 pixels is needed but there are 4096");
    }

    @ParameterizedTest
    @CsvSource({"-1", "366", "367"})
    void refusesCodesThatNoPixelHas(int code) {
        WindowGeometry geometry = new WindowGeometry(LABELS, true, 32, 64, 5, 3, false);
        int[] codes = new int[32 * 64];
        codes[64 * 2 + 5] = code;
        assertThatThrownBy(() -> new LabelWindowBuilder(geometry).build(codes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("code " + code + " at (5, 2) but there are 366");
    }

    private static LabelWindows check(WindowGeometry geometry, int[] codes) {
        return check(geometry, codes, new LabelWindowBuilder(geometry).build(codes));
    }

    private static LabelWindows check(WindowGeometry geometry, int[] codes, LabelWindows windows) {
        List<Level> levels = geometry.levels();
        assertThat(windows.levels()).hasSameSizeAs(levels);
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            LevelWindows tables = windows.levels().get(i);
            BruteForceWindows expected = new BruteForceWindows(geometry, level, codes);
            ExpandedTables found = ExpandedTables.of(geometry, tables);
            same("strips", geometry, level, found.strips(), expected.strips());
            same("patches", geometry, level, found.patches(), expected.patches());
            same("bands", geometry, level, found.bands(), expected.bands());
            same("windows", geometry, level, found.windows(), expected.windows());
            assertThat(tables.table(WindowTable.PIXELS))
                    .as("pixels of %s in %s", level, geometry)
                    .isEqualTo(expected.pixels());
            checkOutside(geometry, level, tables, found);
        }
        return windows;
    }

    /** By equality first: a description of half a million texts would take longer than the test. */
    private static void same(
            String what, WindowGeometry geometry, Level level, List<String> found, List<String> expected) {
        if (!found.equals(expected)) {
            int row = 0;
            while (row < Math.min(found.size(), expected.size())
                    && found.get(row).equals(expected.get(row))) {
                row++;
            }
            throw new AssertionError("%s of %s in %s: %d rows, %d expected, different from row %d on"
                    .formatted(what, level, geometry, found.size(), expected.size(), row));
        }
    }

    /** A place outside has no hidden vector, also where its codes would make one: it is not a patch at the border. */
    private static void checkOutside(WindowGeometry geometry, Level level, LevelWindows tables, ExpandedTables found) {
        int radius = geometry.kernel() / 2;
        int[] pixels = tables.table(WindowTable.PIXELS);
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            boolean[] outside = found.outsidePlaces(pixels[pixel]);
            for (int place = 0; place < outside.length; place++) {
                int x = pixel % level.width() + place % geometry.kernel() - radius;
                int y = pixel / level.width() + place / geometry.kernel() - radius;
                boolean expected = x < 0 || y < 0 || x >= level.width() || y >= level.height();
                if (outside[place] != expected) {
                    throw new AssertionError("place (%d, %d) of %s in %s is taken for %s"
                            .formatted(x, y, level, geometry, expected ? "inside" : "outside"));
                }
            }
        }
    }
}
