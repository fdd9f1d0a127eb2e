package org.limner.trainer.onnx;

import java.util.List;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * Spatially-adaptive normalisation, Park et al. 2019 (arXiv 1903.07291), eq. 1, with gamma and beta as one convolution: they read
 * the same hidden map, and one large product is faster than two small ones.
 */
final class SpadeNormalizationGraph {
    static final float EPSILON = 1e-5f; // PyTorch's default for batch and instance norm, which the reference uses

    private final OnnxGraph graph;
    private final StateDict weights;
    private final Normalization normalization;

    SpadeNormalizationGraph(OnnxGraph graph, StateDict weights, Normalization normalization) {
        this.graph = graph;
        this.weights = weights;
        this.normalization = normalization;
    }

    /** {@code x: N x C x h x w}, {@code segmentation: N x L x h x w} -> {@code N x C x h x w}. */
    Value apply(String name, Value x, int channels, Value segmentation) {
        Value hidden = graph.convolution(
                name + ".mlp_shared",
                segmentation,
                weights.get(name + ".mlp_shared.0.weight"),
                weights.get(name + ".mlp_shared.0.bias"),
                1);
        hidden = graph.relu(name + ".hidden", hidden); // N x hidden x h x w
        WeightTensor bias = concatenated(
                plusOne(weights.get(name + ".mlp_gamma.bias", channels)),
                weights.get(name + ".mlp_beta.bias", channels));
        WeightTensor weight =
                concatenated(weights.get(name + ".mlp_gamma.weight"), weights.get(name + ".mlp_beta.weight"));
        Value both = graph.convolution(name + ".modulation", hidden, weight, bias, 1); // N x 2C x h x w
        List<Value> halves = graph.halves(name + ".split", both);
        Value scaled = graph.multiply(name + ".scaled", normalized(name, x, channels), halves.get(0)); // 1 + gamma
        return graph.add(name, scaled, halves.get(1)); // beta
    }

    private Value normalized(String name, Value x, int channels) {
        if (normalization == Normalization.INSTANCE) {
            return graph.instanceNorm(name + ".param_free_norm", x, channels, EPSILON);
        }
        return graph.batchNorm(
                name + ".param_free_norm",
                x,
                weights.get(name + ".param_free_norm.running_mean", channels),
                weights.get(name + ".param_free_norm.running_var", channels),
                EPSILON);
    }

    private static WeightTensor plusOne(WeightTensor bias) {
        float[] values = bias.floats().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += 1;
        }
        return WeightTensor.of(values, bias.shape());
    }

    /** Along the first axis. */
    private static WeightTensor concatenated(WeightTensor first, WeightTensor second) {
        float[] values = new float[first.elements() + second.elements()];
        System.arraycopy(first.floats(), 0, values, 0, first.elements());
        System.arraycopy(second.floats(), 0, values, first.elements(), second.elements());
        long[] shape = first.shape();
        shape[0] += second.size(0);
        return WeightTensor.of(values, shape);
    }
}
