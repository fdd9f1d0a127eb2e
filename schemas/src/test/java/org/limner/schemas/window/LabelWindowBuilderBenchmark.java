package org.limner.schemas.window;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to find the windows of one mask of COCO-Stuff's shape: 256 x 256 pixels, 183 labels, instance edges, kernel 3, five
 * doublings. At most 5 ms is wanted of real masks, which stand in the folder of the system property
 * {@code benchmark.masks}. Single times, so that what other work on the machine adds can be told from the rest.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LabelWindowBuilderBenchmark {
    static final String FOLDER = "benchmark.masks";

    private static final int DRAWN = 13; // as many as the real ones, so that branches are no better predicted
    private static final int RECTANGLES = 70; // about 10 % of the windows of the image are distinct, as in COCO-Stuff

    /** {@code coco} needs the folder and is left out without it; {@code checkerboard} is the worst case. */
    @Param({"blocks", "coco", "checkerboard"})
    String masks = "";

    private List<int[]> codes = List.of();
    private LabelWindowBuilder builder = new LabelWindowBuilder(geometry());
    private int next;

    private static WindowGeometry geometry() {
        return new WindowGeometry(CocoMasks.LABELS, true, 256, 256, 5, 3, false);
    }

    @Setup
    public void read() throws IOException {
        WindowGeometry geometry = geometry();
        if (masks.equals("coco")) {
            String folder = System.getProperty(FOLDER, "");
            if (folder.isEmpty()) {
                throw new IllegalStateException(
                        "coco is not measured: -D" + FOLDER + "=DIR names a folder with labels/ and instances/");
            }
            codes = CocoMasks.read(Path.of(folder), Integer.MAX_VALUE, geometry);
        } else {
            codes = IntStream.range(0, DRAWN)
                    .mapToObj(seed -> masks.equals("blocks")
                            ? DrawnCodes.blocks(geometry, RECTANGLES, seed)
                            : DrawnCodes.checkerboard(geometry, seed))
                    .toList();
        }
        builder = new LabelWindowBuilder(geometry);
    }

    @Benchmark
    public LabelWindows build() {
        next = (next + 1) % codes.size();
        return builder.build(codes.get(next));
    }
}
