package org.limner.trainer.onnx;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.window.WindowGeometry;
import org.limner.schemas.window.WindowGeometry.Level;
import org.limner.schemas.window.WindowTable;
import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * Modulations at one size of the generator, computed once per distinct label window.
 *
 * <p>Everything is summed up in the steps in which {@link org.limner.schemas.window.LabelWindowBuilder} numbered it: codes to
 * strips, strips to patches, which give hidden vectors; K patches side by side through the kernel's matrix to bands; bands to
 * windows; and a window's modulation is copied to its pixels. A product per band instead of per window does 14 to 40 % fewer
 * multiplications on real masks (the smallest to the largest size), and gathers a third of the memory.
 */
final class WindowLevel {
    /**
     * From so many pixels on there is a second way, by convolution, for masks of more than 8 bands in 10 pixels. It costs
     * the weights once more, which are few where maps are large.
     */
    private static final int LEAST_DENSE_PIXELS = 64 * 64;

    private static final int DENSE_BANDS = 8;
    private static final int DENSE_BANDS_OF = 10;

    private final OnnxGraph graph;
    private final WindowGeometry geometry;
    private final Level level;
    private final Architecture architecture;
    private final Value embeddingRows; // R x K
    private final Value stripRows; // V x K
    private final Value bands; // T x K
    private final Value bandRows; // U x K
    private final Value pixels; // P x HW
    private final Optional<Dense> dense;

    /**
     * The way for masks whose windows hardly repeat.
     *
     * @param condition whether the masks of this run are such
     * @param patches   P x HW: each pixel's patch, by number + 1
     */
    private record Dense(Value condition, Value patches) {}

    /** Adds the level's inputs to the graph. */
    WindowLevel(OnnxGraph graph, WindowGeometry geometry, Level level, Architecture architecture) {
        this.graph = graph;
        this.architecture = architecture;
        this.geometry = geometry;
        this.level = level;
        int kernel = geometry.kernel();
        Value strips = input(WindowTable.STRIPS, "R", kernel);
        Value patches = input(WindowTable.PATCHES, "V", kernel);
        bands = input(WindowTable.BANDS, "T", kernel);
        Value windows = input(WindowTable.WINDOWS, "U", kernel);
        String rows = geometry.readsLabels() ? OnnxGraph.BATCH : "P"; // a label map paints one image
        pixels = graph.indexInput(WindowTable.PIXELS.input(level.width()), rows, (long) level.height() * level.width());
        embeddingRows = graph.add(strips.name() + ".rows", strips, counting("column", kernel, geometry.codes()));
        stripRows = timesKernelPlusRow(patches);
        bandRows = timesKernelPlusRow(windows);
        dense = level.height() * level.width() >= LEAST_DENSE_PIXELS ? Optional.of(dense(windows)) : Optional.empty();
    }

    private Dense dense(Value windows) {
        String name = "dense." + level.width();
        Value condition = graph.greater(
                name,
                graph.count(name + ".bands", bands, DENSE_BANDS_OF),
                graph.count(name + ".pixels", pixels, DENSE_BANDS * geometry.kernel()));
        Value middle = graph.index("middle", geometry.kernel() / 2);
        Value bandOfWindow = graph.gather(name + ".band_of_window", windows, middle, 1);
        Value patchOfBand = graph.gather(name + ".patch_of_band", bands, middle, 1);
        Value patchOfWindow = graph.gather(name + ".patch_of_window", patchOfBand, bandOfWindow, 0);
        return new Dense(condition, graph.gather(name + ".patches", patchOfWindow, pixels, 0));
    }

    private Value input(WindowTable table, String axis, int kernel) {
        return graph.indexInput(table.input(level.width()), axis + level.width(), kernel);
    }

    /** Row {@code i K + y} holds what number i adds at row y of the kernel. */
    private Value timesKernelPlusRow(Value numbers) {
        int kernel = geometry.kernel();
        Value first =
                graph.multiply(numbers.name() + ".first", numbers, graph.indices("kernel", new long[] {kernel}, 1));
        return graph.add(numbers.name() + ".rows", first, counting("row", kernel, 1));
    }

    private Value counting(String name, int count, int step) {
        return graph.indices(name, LongStream.range(0, count).map(i -> i * step).toArray(), count);
    }

    /** The hidden vectors of the SPADE layer {@code name}: {@code (V + 1) x hidden}, the first one zero. */
    Value hidden(StateDict weights, String name) {
        WeightTensor shared = weights.get(name + ".mlp_shared.0.weight");
        WeightTensor bias = weights.get(name + ".mlp_shared.0.bias");
        int hidden = (int) shared.size(0);
        Value strips = graph.gather(
                name + ".embedded", graph.weight(name + ".embedding", embedding(shared)), embeddingRows, 0);
        Value stripSums = graph.reshape(name + ".strips", graph.sum(name + ".strip_sums", strips, 1), hidden);
        Value patches = graph.sum(name + ".patches", graph.gather(name + ".patch_rows", stripSums, stripRows, 0), 1);
        Value biased = graph.add(name + ".patches.biased", patches, graph.weight(name + ".mlp_shared.bias", bias));
        Value outside = graph.filled("outside", 0, 1, hidden);
        return graph.concatenate(name + ".hidden", outside, graph.relu(name + ".relu", biased), 0);
    }

    /**
     * {@code (K codes) x (K hidden)}: what a code in a column of the kernel adds to the hidden vector, for each row. The code
     * of the outside adds nothing.
     */
    private WeightTensor embedding(WeightTensor shared) {
        int hidden = (int) shared.size(0);
        int channels = (int) shared.size(1);
        int kernel = geometry.kernel();
        int codes = geometry.codes();
        float[] weight = shared.floats(); // hidden x channels x K x K
        float[] table = new float[kernel * codes * kernel * hidden];
        for (int x = 0; x < kernel; x++) {
            for (int code = 0; code < geometry.outside(); code++) {
                int label = code % geometry.labels();
                boolean edge = code >= geometry.labels();
                for (int y = 0; y < kernel; y++) {
                    int to = ((x * codes + code) * kernel + y) * hidden;
                    for (int h = 0; h < hidden; h++) {
                        int from = (h * channels * kernel + y) * kernel + x;
                        table[to + h] = weight[from + label * kernel * kernel];
                        if (edge) {
                            table[to + h] += weight[from + geometry.labels() * kernel * kernel];
                        }
                    }
                }
            }
        }
        return WeightTensor.of(table, (long) kernel * codes, (long) kernel * hidden);
    }

    /**
     * A SPADE layer at every pixel: A and B, {@code P x (H W) x out} each.
     *
     * @param hidden as {@link #hidden} gives it
     */
    List<Value> atPixels(String name, Value hidden, ModulationWeights.Pair weights) {
        Supplier<List<Value>> byWindow = () ->
                List.of(byWindow(name + ".a", hidden, weights.scale()), byWindow(name + ".b", hidden, weights.shift()));
        return dense.isEmpty()
                ? byWindow.get()
                : graph.choice(
                        List.of(name + ".scale_pixels", name + ".shift_pixels"),
                        dense.get().condition,
                        () -> byPixel(name, hidden, weights),
                        byWindow);
    }

    private Value byWindow(String name, Value hidden, ModulationWeights weights) {
        int out = weights.channels();
        Value rows = graph.gather(name + ".band_rows", hidden, bands, 0); // T x K x hidden
        Value flat = graph.reshape(name + ".bands", rows, (long) geometry.kernel() * architecture.hidden());
        Value products = graph.product(name + ".products", flat, weights.bandMatrix(), weights.bandBias());
        Value byRow = graph.reshape(name + ".by_row", products, out); // (T K) x out
        Value windows = graph.sum(name + ".windows", graph.gather(name + ".rows", byRow, bandRows, 0), 1); // U x out
        return graph.gather(name + ".pixels", windows, pixels, 0);
    }

    private List<Value> byPixel(String name, Value hidden, ModulationWeights.Pair weights) {
        Value flat = graph.gather(name + ".dense.hidden", hidden, dense.orElseThrow().patches, 0); // P x HW x hidden
        Value map = graph.channelsFirst(
                name + ".dense.first",
                graph.reshape(name + ".dense.map", flat, level.height(), level.width(), architecture.hidden()));
        return List.of(
                convolved(name + ".dense.a", map, weights.scale()), convolved(name + ".dense.b", map, weights.shift()));
    }

    private Value convolved(String name, Value map, ModulationWeights weights) {
        Value modulation = graph.convolution(name, map, weights.kernels(), weights.bias(), 1);
        return graph.reshape(
                name + ".flat",
                graph.channelsLast(name + ".last", modulation),
                (long) level.height() * level.width(),
                weights.channels());
    }
}
