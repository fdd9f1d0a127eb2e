package org.limner.trainer.onnx;

import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** The SPADE residual block, Park et al. 2019 (arXiv 1903.07291), fig. 4 (left), with its spectral norms folded. */
final class ResidualBlockGraph {
    static final float SLOPE = 0.2f; // of LeakyReLU, Park et al., appendix A

    private final OnnxGraph graph;
    private final StateDict weights;
    private final SpadeNormalizationGraph normalization;

    ResidualBlockGraph(OnnxGraph graph, StateDict weights, Normalization normalization) {
        this.graph = graph;
        this.weights = weights;
        this.normalization = new SpadeNormalizationGraph(graph, weights, normalization);
    }

    /** {@code x: N x fin x h x w}, {@code segmentation: N x L x h x w} -> {@code N x fout x h x w}. */
    Value apply(String name, Value x, int fin, int fout, Value segmentation) {
        int fmid = Math.min(fin, fout);
        Value xs = x;
        if (fin != fout) {
            xs = normalization.apply(name + ".norm_s", x, fin, segmentation);
            xs = convolution(name + ".conv_s", xs, null, fout, fin, 1); // no activation: the shortcut stays linear
        }
        Value dx = activated(name + ".norm_0", x, fin, segmentation);
        dx = convolution(name + ".conv_0", dx, weights.get(name + ".conv_0.bias", fmid), fmid, fin, 3);
        dx = activated(name + ".norm_1", dx, fmid, segmentation);
        dx = convolution(name + ".conv_1", dx, weights.get(name + ".conv_1.bias", fout), fout, fmid, 3);
        return graph.add(name, xs, dx);
    }

    private Value activated(String norm, Value x, int channels, Value segmentation) {
        return graph.leakyRelu(norm + ".activated", normalization.apply(norm, x, channels, segmentation), SLOPE);
    }

    private Value convolution(String name, Value x, @Nullable WeightTensor bias, int out, int in, int kernel) {
        return graph.convolution(name, x, SpectralFold.effectiveWeight(weights, name, out, in, kernel), bias, 1);
    }
}
