package org.limner.trainer.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.limner.schemas.window.LabelWindowBuilder;
import org.limner.schemas.window.LabelWindows;
import org.limner.schemas.window.WindowGeometry;
import org.limner.schemas.window.WindowTable;

/**
 * How often a mask's windows repeat.
 *
 * @param mask     its name
 * @param distinct windows per pixel at each level, from the first map to the image, 0 to 1
 * @param seconds  to find them, with a warm compiler: the median of several times
 */
public record MaskTables(String mask, List<Double> distinct, double seconds) {
    private static final double WARM_SECONDS = 0.5; // behind it the compiler has done what it will
    private static final int TIMES = 9;

    public MaskTables {
        distinct = List.copyOf(distinct);
    }

    /** Of all masks, each found several times. */
    public static List<MaskTables> of(List<RenderMask> masks, WindowGeometry geometry) {
        LabelWindowBuilder builder = new LabelWindowBuilder(geometry);
        long end = System.nanoTime() + (long) (WARM_SECONDS * 1e9);
        for (int i = 0; System.nanoTime() < end; i++) {
            builder.build(masks.get(i % masks.size()).codes());
        }
        List<MaskTables> tables = new ArrayList<>();
        for (RenderMask mask : masks) {
            double seconds = Median.of(DoubleStream.generate(() -> {
                        long begin = System.nanoTime();
                        builder.build(mask.codes());
                        return (System.nanoTime() - begin) / 1e9;
                    })
                    .limit(TIMES));
            tables.add(new MaskTables(mask.name(), distinct(builder.build(mask.codes())), seconds));
        }
        return tables;
    }

    private static List<Double> distinct(LabelWindows windows) {
        return windows.levels().stream()
                .map(level -> (double) level.rows(WindowTable.WINDOWS) / level.rows(WindowTable.PIXELS))
                .toList();
    }
}
