package org.limner.trainer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Map;
import org.limner.schemas.bundle.Architecture.Upsampling;
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
        this.graph = new OnnxGraph("generator", halfWeights(precision));
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

    /** Throws {@link IllegalArgumentException} for arithmetic in float16, which this exporter does not write. */
    static boolean halfWeights(Precision precision) {
        if (precision == Precision.FP16) {
            throw new IllegalArgumentException("graphs are written as fp32 or fp16-weights, not as fp16");
        }
        return precision == Precision.FP16_WEIGHTS;
    }

    private void addNodes() {
        int nf = shape.architecture().ngf();
        Upsampling upsampling = shape.architecture().upsampling();
        Value input = graph.input("segmentation", shape.inputChannels(), shape.height(), shape.width());
        SegmentationPyramid segmentation = new SegmentationPyramid(graph, input, shape.width());
        int w = shape.firstWidth();

        Value x = firstMap(segmentation.at(w)); // N x 16nf x h0 x w0
        x = block.apply("head_0", x, 16 * nf, 16 * nf, segmentation.at(w));
        x = doubled(x);
        w *= 2;
        x = block.apply("G_middle_0", x, 16 * nf, 16 * nf, segmentation.at(w));
        if (upsampling != Upsampling.NORMAL) {
            x = doubled(x);
            w *= 2;
        }
        x = block.apply("G_middle_1", x, 16 * nf, 16 * nf, segmentation.at(w));
        int ups = upsampling == Upsampling.MOST ? 5 : 4;
        int channels = 16 * nf;
        for (int i = 0; i < ups; i++) { // 16nf -> 8nf -> 4nf -> 2nf -> nf [-> nf/2]
            x = doubled(x);
            w *= 2;
            x = block.apply("up_" + i, x, channels, channels / 2, segmentation.at(w));
            channels /= 2;
        }
        x = graph.leakyRelu("activated", x, ResidualBlockGraph.SLOPE);
        x = graph.convolution(
                "conv_img", x, weights.get("conv_img.weight", 3, channels, 3, 3), weights.get("conv_img.bias", 3), 1);
        addOutputs(graph.tanh("tanh", x)); // N x 3 x H x W
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

    private Value doubled(Value x) {
        return graph.nearest(x.name() + ".doubled", x, 2);
    }

    private void addOutputs(Value image) {
        graph.output(image, "image", TensorProto.DataType.FLOAT, 3, shape.height(), shape.width());
        // clip((x + 1) / 2 * 255), truncated, as the reference writes its files; halving and 255 at once round alike.
        Value levels = graph.multiply("levels", graph.add("lifted", image, 1), 127.5f);
        Value bytes = graph.castToBytes("bytes", graph.clip("clipped", levels, 0, 255));
        Value last = graph.channelsLast("channels_last", bytes); // after the cast: a quarter of the memory to move
        graph.output(last, "pixels", TensorProto.DataType.UINT8, shape.height(), shape.width(), 3);
    }
}
