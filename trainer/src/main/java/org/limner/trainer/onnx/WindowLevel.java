package org.limner.trainer.onnx;

import java.util.stream.LongStream;
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
    private final OnnxGraph graph;
    private final WindowGeometry geometry;
    private final Level level;
    private final Value embeddingRows; // R x K
    private final Value stripRows; // V x K
    private final Value bands; // T x K
    private final Value bandRows; // U x K
    private final Value pixels; // P x HW

    /** Adds the level's inputs to the graph. */
    WindowLevel(OnnxGraph graph, WindowGeometry geometry, Level level) {
        this.graph = graph;
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

    /** The bands of the SPADE layer {@code name}: {@code T x (K hidden)}. */
    Value bands(StateDict weights, String name) {
        WeightTensor shared = weights.get(name + ".mlp_shared.0.weight");
        WeightTensor bias = weights.get(name + ".mlp_shared.0.bias");
        int hidden = (int) shared.size(0);
        Value strips = graph.gather(
                name + ".embedded", graph.weight(name + ".embedding", embedding(shared)), embeddingRows, 0);
        Value stripSums = graph.reshape(name + ".strips", graph.sum(name + ".strip_sums", strips, 1), hidden);
        Value patches = graph.sum(name + ".patches", graph.gather(name + ".patch_rows", stripSums, stripRows, 0), 1);
        Value biased = graph.add(name + ".patches.biased", patches, graph.weight(name + ".mlp_shared.bias", bias));
        Value outside = graph.filled("outside", 0, 1, hidden);
        Value table =
                graph.concatenate(name + ".hidden", outside, graph.relu(name + ".relu", biased), 0); // (V + 1) x h
        Value rows = graph.gather(name + ".band_rows", table, bands, 0); // T x K x hidden
        return graph.reshape(name + ".bands", rows, (long) geometry.kernel() * hidden);
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

    /** {@code bands: T x (K hidden)} through the kernels to every pixel: {@code P x (H W) x out}. */
    Value atPixels(String name, Value bands, ModulationWeights weights) {
        Value products = graph.product(name + ".products", bands, weights.bandMatrix(), weights.bandBias());
        Value byRow = graph.reshape(name + ".by_row", products, weights.channels()); // (T K) x out
        Value windows = graph.sum(name + ".windows", graph.gather(name + ".rows", byRow, bandRows, 0), 1); // U x out
        return graph.gather(name + ".pixels", windows, pixels, 0);
    }
}
