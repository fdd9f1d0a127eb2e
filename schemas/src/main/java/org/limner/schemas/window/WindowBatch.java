package org.limner.schemas.window;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.limner.schemas.window.WindowGeometry.Level;

/**
 * The tables of the images of one run, as a graph takes them: the tables of different masks below each other, their row
 * numbers moved by what stands above. Images of one mask share its tables; a run with a single mask and styles has a single
 * row of pixels, so that its modulation is spread over all images by broadcasting.
 *
 * <p>Direct memory in native order, kept for the next batch; used by one thread.
 */
public final class WindowBatch {
    private final WindowGeometry geometry;
    private final Map<String, IntBuffer> memory = new HashMap<>();

    /**
     * One input of the graph.
     *
     * @param values direct, from position 0 to its limit; valid until the next {@link #pack}
     */
    public record Input(String name, IntBuffer values, long[] shape) {}

    public WindowBatch(WindowGeometry geometry) {
        this.geometry = geometry;
    }

    /** One mask per image, in their order; images of the same mask hold the same object. */
    public List<Input> pack(List<LabelWindows> images) {
        List<LabelWindows> masks = new ArrayList<>();
        Map<LabelWindows, Integer> numbers = new IdentityHashMap<>();
        for (LabelWindows image : images) {
            if (numbers.putIfAbsent(image, masks.size()) == null) {
                masks.add(image);
            }
        }
        // Without a style nothing but these rows says how many images there are.
        List<LabelWindows> rows = masks.size() == 1 && !geometry.readsLabels() ? masks : images;
        List<Input> inputs = new ArrayList<>();
        List<Level> levels = geometry.levels();
        for (int i = 0; i < levels.size(); i++) {
            packLevel(i, levels.get(i), masks, rows, numbers, inputs);
        }
        if (geometry.readsLabels()) {
            Level first = levels.get(0);
            IntBuffer codes = cleared(
                    WindowGeometry.FIRST_CODES, (long) rows.size() * (first.height() + 2) * (first.width() + 2));
            rows.forEach(mask -> codes.put(mask.firstCodes()));
            inputs.add(new Input(WindowGeometry.FIRST_CODES, codes.flip(), new long[] {
                rows.size(), first.height() + 2, first.width() + 2
            }));
        }
        return inputs;
    }

    private void packLevel(
            int index,
            Level level,
            List<LabelWindows> masks,
            List<LabelWindows> rows,
            Map<LabelWindows, Integer> numbers,
            List<Input> inputs) {
        List<LevelWindows> tables =
                masks.stream().map(mask -> mask.levels().get(index)).toList();
        int[] above = new int[masks.size()]; // rows of earlier masks in the table that this one's rows name
        for (WindowTable table : WindowTable.values()) {
            if (table == WindowTable.PIXELS) {
                break;
            }
            int count = tables.stream().mapToInt(some -> some.rows(table)).sum();
            IntBuffer values = cleared(table.input(level.width()), (long) count * geometry.kernel());
            int[] next = new int[masks.size()];
            int total = 0;
            for (int mask = 0; mask < masks.size(); mask++) {
                putMoved(values, tables.get(mask).table(table), above[mask], table == WindowTable.BANDS);
                next[mask] = total;
                total += tables.get(mask).rows(table);
            }
            above = next;
            inputs.add(new Input(table.input(level.width()), values.flip(), new long[] {count, geometry.kernel()}));
        }
        int plane = level.height() * level.width();
        IntBuffer pixels = cleared(WindowTable.PIXELS.input(level.width()), (long) rows.size() * plane);
        for (LabelWindows row : rows) {
            int mask = numbers.get(row);
            putMoved(pixels, tables.get(mask).table(WindowTable.PIXELS), above[mask], false);
        }
        inputs.add(new Input(WindowTable.PIXELS.input(level.width()), pixels.flip(), new long[] {rows.size(), plane}));
    }

    /** @param zeroStays 0 names no row but the outside, which is the same for all */
    private static void putMoved(IntBuffer to, int[] rows, int by, boolean zeroStays) {
        if (by == 0) {
            to.put(rows);
            return;
        }
        for (int row : rows) {
            to.put(zeroStays && row == 0 ? 0 : row + by);
        }
    }

    private IntBuffer cleared(String name, long size) {
        if (size * Integer.BYTES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "input '" + name + "' takes " + size * Integer.BYTES + " bytes, more than one buffer holds");
        }
        IntBuffer buffer = memory.get(name);
        if (buffer == null || buffer.capacity() < size) {
            memory.remove(name); // so that the old and the new one need not exist at once
            buffer = ByteBuffer.allocateDirect((int) size * Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer();
            memory.put(name, buffer);
        }
        return buffer.clear();
    }
}
