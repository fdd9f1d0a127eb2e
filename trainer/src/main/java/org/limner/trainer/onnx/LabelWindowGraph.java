package org.limner.trainer.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.window.WindowGeometry;
import org.limner.schemas.window.WindowGeometry.Level;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * A trained SPADE generator as the {@code label-window} graph: what {@link GeneratorGraph} paints, up to rounding, from the
 * distinct windows of a label map instead of its one-hot segmentation.
 *
 * <p>Inputs: for each level the five tables of {@link org.limner.schemas.window.WindowTable}, int32, and
 * {@code z: float32 [N, Z]} or, for a generator that reads labels, {@link WindowGeometry#FIRST_CODES}. Outputs as of the
 * plain graph.
 */
public final class LabelWindowGraph {
    private final OnnxGraph graph;
    private final StateDict weights;
    private final GeneratorShape shape;
    private final WindowGeometry geometry;
    private final boolean winograd;

    private LabelWindowGraph(StateDict weights, GeneratorShape shape, boolean edges, Precision precision) {
        this.graph = new OnnxGraph("generator", precision);
        this.weights = weights;
        this.shape = shape;
        this.geometry = geometry(shape, edges);
        // Rounded to float16, transformed kernels are 16 / 9 as large and no more exact; on devices the library knows
        // better.
        this.winograd = precision == Precision.FP32;
    }

    /** What fixes the graph's inputs. */
    public static WindowGeometry geometry(GeneratorShape shape, boolean edges) {
        return WindowGeometry.of(shape.architecture(), shape.inputChannels(), edges, shape.height(), shape.width());
    }

    /** Why a generator has no such graph; empty when it has. */
    public static Optional<String> obstacle(Architecture architecture) {
        return architecture.normalization() == Architecture.Normalization.INSTANCE
                ? Optional.of("its instance norm depends on the image being painted, so modulations cannot absorb it")
                : Optional.empty();
    }

    /**
     * Builds the graph.
     *
     * @param edges    whether the last input channel is the instance edge
     * @param metadata strings that runtimes show beside the model
     * @throws IllegalArgumentException that names the tensor which is missing or has another shape, or the obstacle
     */
    public static OnnxModel build(
            StateDict weights, GeneratorShape shape, boolean edges, Precision precision, Map<String, String> metadata) {
        obstacle(shape.architecture()).ifPresent(reason -> {
            throw new IllegalArgumentException("there is no label-window graph of this generator: " + reason);
        });
        LabelWindowGraph generator = new LabelWindowGraph(weights, shape, edges, precision);
        generator.addNodes();
        return generator.graph.build(metadata);
    }

    private void addNodes() {
        int channels = 16 * shape.architecture().ngf();
        Value input = shape.readsStyle()
                ? graph.input("z", shape.styleSize())
                : graph.indexInput(
                        WindowGeometry.FIRST_CODES, OnnxGraph.BATCH, shape.firstHeight() + 2, shape.firstWidth() + 2);
        WindowBlockGraph block = new WindowBlockGraph(graph, weights, shape.architecture(), winograd);
        Value x = shape.readsStyle() ? firstMapOfStyle(input, channels) : firstMapOfLabels(input, channels);
        List<Level> levels = geometry.levels();
        List<WindowLevel> windows = new ArrayList<>();
        levels.forEach(level -> windows.add(new WindowLevel(graph, geometry, level, shape.architecture())));
        for (GeneratorStage stage : GeneratorStage.of(shape)) {
            x = block.apply(stage, windows.get(levels.indexOf(new Level(stage.height(), stage.width()))), x);
        }
        Value activated = graph.leakyRelu("activated", x, ResidualBlockGraph.SLOPE);
        ImageOutputs.add(graph, weights, shape, graph.channelsFirst("activated.first", activated));
    }

    /** {@code N x h0 x w0 x 16nf}: the rows of fc's weight in that order. */
    private Value firstMapOfStyle(Value z, int channels) {
        int plane = shape.firstHeight() * shape.firstWidth();
        int styleSize = shape.styleSize();
        float[] weight =
                weights.get("fc.weight", (long) channels * plane, styleSize).floats();
        float[] bias = weights.get("fc.bias", (long) channels * plane).floats();
        float[] weightLast = new float[weight.length];
        float[] biasLast = new float[bias.length];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                System.arraycopy(
                        weight, (c * plane + i) * styleSize, weightLast, (i * channels + c) * styleSize, styleSize);
                biasLast[i * channels + c] = bias[c * plane + i];
            }
        }
        Value flat = graph.linear(
                "fc",
                z,
                WeightTensor.of(weightLast, (long) plane * channels, styleSize),
                WeightTensor.of(biasLast, (long) plane * channels));
        return graph.reshape("first_map", flat, shape.firstHeight(), shape.firstWidth(), channels);
    }

    /** {@code N x h0 x w0 x 16nf}: a 3 x 3 convolution of few pixels, as a sum of nine rows each. */
    private Value firstMapOfLabels(Value framedCodes, int channels) {
        int height = shape.firstHeight();
        int width = shape.firstWidth();
        int codes = geometry.codes();
        long[] places = new long[height * width * 9];
        long[] firstRows = new long[9];
        for (int k = 0; k < 9; k++) {
            firstRows[k] = (long) k * codes;
            for (int i = 0; i < height * width; i++) {
                places[i * 9 + k] = (long) (i / width + k / 3) * (width + 2) + i % width + k % 3;
            }
        }
        Value flat = graph.reshape("first.flat", framedCodes, (long) (height + 2) * (width + 2));
        Value around = graph.gather("first.around", flat, graph.indices("first.places", places, height * width, 9), 1);
        Value rows = graph.add("first.rows", around, graph.indices("first.kernel", firstRows, 9)); // N x hw x 9
        Value table = graph.weight("fc.embedding", firstEmbedding(channels));
        Value sums = graph.sum("first.sums", graph.gather("first.embedded", table, rows, 0), 2); // N x hw x 16nf
        Value biased = graph.add("first.biased", sums, graph.weight("fc.bias", weights.get("fc.bias", channels)));
        return graph.reshape("first_map", biased, height, width, channels);
    }

    /** {@code (9 codes) x 16nf}. */
    private WeightTensor firstEmbedding(int channels) {
        int in = shape.inputChannels();
        int codes = geometry.codes();
        float[] weight = weights.get("fc.weight", channels, in, 3, 3).floats();
        float[] table = new float[9 * codes * channels];
        for (int k = 0; k < 9; k++) {
            for (int code = 0; code < geometry.outside(); code++) {
                int label = code % geometry.labels();
                for (int c = 0; c < channels; c++) {
                    float value = weight[(c * in + label) * 9 + k];
                    if (code >= geometry.labels()) {
                        value += weight[(c * in + geometry.labels()) * 9 + k];
                    }
                    table[(k * codes + code) * channels + c] = value;
                }
            }
        }
        return WeightTensor.of(table, 9L * codes, channels);
    }
}
