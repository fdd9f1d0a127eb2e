package org.limner.trainer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Map;
import java.util.Optional;
import org.limner.schemas.bundle.Precision;
import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * A trained image encoder, Park et al. 2019 (arXiv 1903.07291), fig. 14: input {@code image: float32 [N, 3, 256, 256]} in [-1, 1],
 * outputs {@code mu} and {@code logvar: float32 [N, Z]}.
 */
public final class EncoderGraph {
    /** Side of the photographs it reads, in pixels. */
    public static final int INPUT_SIZE = 256;

    private static final int LAYERS = 6;
    private static final float EPSILON = 1e-5f; // of instance norm, PyTorch's default

    private EncoderGraph() {}

    /**
     * Builds the graph; the style size is that of {@code fc_mu}.
     *
     * @throws IllegalArgumentException that names the tensor which is missing or has another shape
     */
    public static OnnxModel build(StateDict weights, Precision precision, Map<String, String> metadata) {
        OnnxGraph graph = new OnnxGraph("encoder", precision);
        Value x = graph.input("image", 3, INPUT_SIZE, INPUT_SIZE);
        int channels = 3;
        for (int i = 1; i <= LAYERS; i++) {
            String layer = "layer" + i;
            WeightTensor weight = SpectralFold.effectiveWeight(weights, layer + ".0");
            channels = (int) weight.size(0);
            // A layer with a bias has no norm, see network.ImageEncoder.
            Optional<WeightTensor> bias = weights.find(layer + ".0.bias");
            x = graph.convolution(layer, x, weight, bias.orElse(null), 2); // N x channels x 256 / 2^i x 256 / 2^i
            if (bias.isEmpty()) {
                x = graph.instanceNorm(layer + ".norm", x, channels, EPSILON);
            }
            x = graph.leakyRelu(layer + ".activated", x, ResidualBlockGraph.SLOPE);
        }
        int side = INPUT_SIZE >> LAYERS;
        Value features = graph.reshape("features", x, (long) channels * side * side);
        long styleSize = weights.get("fc_mu.weight").size(0);
        for (String[] head : new String[][] {{"fc_mu", "mu"}, {"fc_var", "logvar"}}) {
            Value out = graph.linear(
                    head[0],
                    features,
                    weights.get(head[0] + ".weight", styleSize, (long) channels * side * side),
                    weights.get(head[0] + ".bias", styleSize));
            graph.output(
                    graph.fullPrecision(head[0] + ".float32", out), head[1], TensorProto.DataType.FLOAT, styleSize);
        }
        return graph.build(metadata);
    }
}
