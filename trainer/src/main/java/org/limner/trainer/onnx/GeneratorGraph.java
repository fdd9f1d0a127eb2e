package org.limner.trainer.onnx;

import java.util.Map;
import org.limner.schemas.bundle.Precision;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.StateDict;

/**
 * A trained SPADE generator as the {@code one-hot} graph.
 *
 * <p>Inputs {@code segmentation: float32 [N, L, H, W]} and, unless it reads labels, {@code z: float32 [N, Z]}; outputs
 * {@code image: float32 [N, 3, H, W]} in [-1, 1] and {@code pixels: uint8 [N, H, W, 3]}.
 */
public final class GeneratorGraph {
    private final OnnxGraph graph;
    private final StateDict weights;
    private final GeneratorShape shape;
    private final ResidualBlockGraph block;

    private GeneratorGraph(StateDict weights, GeneratorShape shape, Precision precision) {
        this.graph = new OnnxGraph("generator", precision);
        this.weights = weights;
        this.shape = shape;
        this.block = new ResidualBlockGraph(graph, weights, shape.architecture().normalization());
    }

    /**
     * Builds the graph.
     *
     * @param metadata strings that runtimes show beside the model
     * @throws IllegalArgumentException that names the tensor which is missing or has another shape
     */
    public static OnnxModel build(
            StateDict weights, GeneratorShape shape, Precision precision, Map<String, String> metadata) {
        GeneratorGraph generator = new GeneratorGraph(weights, shape, precision);
        generator.addNodes();
        return generator.graph.build(metadata);
    }

    private void addNodes() {
        Value input = graph.input("segmentation", shape.inputChannels(), shape.height(), shape.width());
        SegmentationPyramid segmentation = new SegmentationPyramid(graph, input, shape.width());
        Value x = firstMap(segmentation.at(shape.firstWidth())); // N x 16nf x h0 x w0
        for (GeneratorStage stage : GeneratorStage.of(shape)) {
            x = stage.doubles() ? graph.nearest(x.name() + ".doubled", x, 2) : x;
            x = block.apply(stage.name(), x, stage.fin(), stage.fout(), segmentation.at(stage.width()));
        }
        ImageOutputs.add(graph, weights, shape, graph.leakyRelu("activated", x, ResidualBlockGraph.SLOPE));
    }

    private Value firstMap(Value segmentation) {
        int channels = 16 * shape.architecture().ngf();
        if (!shape.readsStyle()) {
            return graph.convolution(
                    "fc",
                    segmentation,
                    weights.get("fc.weight", channels, shape.inputChannels(), 3, 3),
                    weights.get("fc.bias", channels),
                    1);
        }
        int h0 = shape.firstHeight();
        int w0 = shape.firstWidth();
        long size = (long) channels * h0 * w0;
        Value z = graph.input("z", shape.styleSize());
        Value flat =
                graph.linear("fc", z, weights.get("fc.weight", size, shape.styleSize()), weights.get("fc.bias", size));
        return graph.reshape("first", flat, channels, h0, w0);
    }
}
