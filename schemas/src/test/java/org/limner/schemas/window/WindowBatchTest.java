package org.limner.schemas.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.window.WindowBatch.Input;
import org.limner.schemas.window.WindowGeometry.Level;

/** What could go wrong: an image with another's windows, numbers not moved or moved twice, leftovers of a larger batch. */
class WindowBatchTest {
    private static final WindowGeometry GEOMETRY = new WindowGeometry(20, true, 32, 64, 4, 3, true);

    private final LabelWindowBuilder builder = new LabelWindowBuilder(GEOMETRY);
    private final int[] blocks = DrawnCodes.blocks(GEOMETRY, 8, 1);
    private final int[] board = DrawnCodes.checkerboard(GEOMETRY, 2);
    private final int[] plain = DrawnCodes.equal(GEOMETRY, 3);

    @Test
    void aSingleMaskOfManyStylesHasOneRowOfPixels() {
        WindowGeometry styled = new WindowGeometry(20, true, 32, 64, 4, 3, false);
        LabelWindows mask = new LabelWindowBuilder(styled).build(blocks);
        Map<String, Input> alone = inputs(new WindowBatch(styled).pack(List.of(mask)));
        Map<String, Input> often = inputs(new WindowBatch(styled).pack(List.of(mask, mask, mask)));

        check(styled, alone, List.of(blocks));
        assertThat(often.keySet()).isEqualTo(alone.keySet());
        often.forEach((name, input) -> {
            assertThat(input.shape()).as(name).isEqualTo(alone.get(name).shape());
            assertThat(input.values()).as(name).isEqualTo(alone.get(name).values());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void masksStandBelowEachOtherAndEachImageFindsItsOwn(int kernel) {
        WindowGeometry geometry = new WindowGeometry(20, true, 32, 64, 4, kernel, false);
        LabelWindowBuilder every = new LabelWindowBuilder(geometry);
        List<LabelWindows> images = List.of(every.build(plain), every.build(blocks), every.build(board));

        Map<String, Input> inputs = inputs(new WindowBatch(geometry).pack(images));

        check(geometry, inputs, List.of(plain, blocks, board));
        assertThat(inputs).doesNotContainKey(WindowGeometry.FIRST_CODES);
    }

    @Test
    void imagesOfOneMaskShareItsTables() {
        LabelWindows first = builder.build(blocks);
        LabelWindows second = builder.build(board);

        Map<String, Input> inputs =
                inputs(new WindowBatch(GEOMETRY).pack(List.of(second, first, second, second, first)));

        check(GEOMETRY, inputs, List.of(board, blocks, board, board, blocks));
        for (int i = 0; i < GEOMETRY.levels().size(); i++) {
            int rows = first.levels().get(i).rows(WindowTable.WINDOWS)
                    + second.levels().get(i).rows(WindowTable.WINDOWS);
            int width = GEOMETRY.levels().get(i).width();
            assertThat(inputs.get("windows." + width).shape()).containsExactly(rows, 3);
        }
    }

    @Test
    void withoutAStyleEveryImageHasARowOfItsOwn() {
        WindowGeometry geometry = new WindowGeometry(20, true, 32, 64, 4, 3, true);
        LabelWindows mask = new LabelWindowBuilder(geometry).build(blocks);

        Map<String, Input> inputs = inputs(new WindowBatch(geometry).pack(List.of(mask, mask, mask)));

        assertThat(inputs.get("pixels.64").shape()).containsExactly(3, 32 * 64);
        assertThat(inputs.get(WindowGeometry.FIRST_CODES).shape()).containsExactly(3, 4, 6);
    }

    @Test
    void oneBatchIsPackedAgainAndAgain() {
        LabelWindows few = builder.build(plain);
        LabelWindows some = builder.build(blocks);
        LabelWindows many = builder.build(board);
        WindowBatch batch = new WindowBatch(GEOMETRY);

        check(GEOMETRY, inputs(batch.pack(List.of(few))), List.of(plain));
        List<Input> large = batch.pack(List.of(many, some, many));
        check(GEOMETRY, inputs(large), List.of(board, blocks, board));
        List<Input> small = batch.pack(List.of(some));
        check(GEOMETRY, inputs(small), List.of(blocks));
        for (int i = 0; i < large.size(); i++) {
            assertThat(small.get(i).values())
                    .as(large.get(i).name())
                    .isSameAs(large.get(i).values());
        }
        check(GEOMETRY, inputs(batch.pack(List.of(few, many))), List.of(plain, board));
    }

    @Test
    void theRuntimeReadsTheMemoryItself() {
        for (Input input : new WindowBatch(GEOMETRY).pack(List.of(builder.build(blocks), builder.build(board)))) {
            assertThat(input.values().isDirect()).as(input.name()).isTrue();
            assertThat(input.values().order()).as(input.name()).isEqualTo(ByteOrder.nativeOrder());
        }
    }

    @Test
    void saysWhichInputTakesMoreThanABufferHolds() {
        WindowGeometry geometry = new WindowGeometry(2, false, 256, 256, 0, 1, false);
        LabelWindowBuilder large = new LabelWindowBuilder(geometry);
        LabelWindows mask = large.build(DrawnCodes.equal(geometry, 0));
        LabelWindows other = large.build(DrawnCodes.equal(geometry, 1));
        List<LabelWindows> images = new ArrayList<>(Collections.nCopies(8191, mask));
        images.add(other);

        assertThatThrownBy(() -> new WindowBatch(geometry).pack(images))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input 'pixels.256' takes 2147483648 bytes, more than one buffer holds");
    }

    private static Map<String, Input> inputs(List<Input> list) {
        Map<String, Input> inputs = new LinkedHashMap<>();
        list.forEach(input -> assertThat(inputs.put(input.name(), input)).isNull());
        return inputs;
    }

    /** Every image's pixels name the windows that comparing all codes of its own mask finds. */
    private static void check(WindowGeometry geometry, Map<String, Input> inputs, List<int[]> images) {
        inputs.forEach((name, input) -> {
            assertThat(input.values().position()).as(name).isZero();
            assertThat((long) input.values().limit())
                    .as(name)
                    .isEqualTo(Arrays.stream(input.shape()).reduce(1, (a, b) -> a * b));
        });
        int rows = !geometry.readsLabels() && images.stream().distinct().count() == 1 ? 1 : images.size();
        for (Level level : geometry.levels()) {
            ExpandedTables tables = new ExpandedTables(
                    geometry,
                    values(inputs, WindowTable.STRIPS, level),
                    values(inputs, WindowTable.PATCHES, level),
                    values(inputs, WindowTable.BANDS, level),
                    values(inputs, WindowTable.WINDOWS, level));
            List<String> windows = tables.windows();
            int plane = level.height() * level.width();
            assertThat(inputs.get(WindowTable.PIXELS.input(level.width())).shape())
                    .containsExactly(rows, plane);
            int[] pixels = values(inputs, WindowTable.PIXELS, level);
            for (int row = 0; row < rows; row++) {
                BruteForceWindows expected = new BruteForceWindows(geometry, level, images.get(row));
                List<String> windowsOfMask = expected.windows();
                for (int pixel = 0; pixel < plane; pixel++) {
                    assertThat(windows.get(pixels[row * plane + pixel]))
                            .isEqualTo(windowsOfMask.get(expected.pixels()[pixel]));
                }
            }
        }
        if (geometry.readsLabels()) {
            checkFirst(geometry, inputs.get(WindowGeometry.FIRST_CODES), images.subList(0, rows));
        }
    }

    private static void checkFirst(WindowGeometry geometry, Input first, List<int[]> images) {
        Level level = geometry.levels().get(0);
        assertThat(first.shape()).containsExactly(images.size(), level.height() + 2, level.width() + 2);
        int plane = (level.height() + 2) * (level.width() + 2);
        for (int row = 0; row < images.size(); row++) {
            BruteForceWindows expected = new BruteForceWindows(geometry, level, images.get(row));
            for (int at = 0; at < plane; at++) {
                assertThat(first.values().get(row * plane + at))
                        .isEqualTo(expected.code(at % (level.width() + 2) - 1, at / (level.width() + 2) - 1));
            }
        }
    }

    private static int[] values(Map<String, Input> inputs, WindowTable table, Level level) {
        return ExpandedTables.ints(inputs.get(table.input(level.width())).values());
    }
}
