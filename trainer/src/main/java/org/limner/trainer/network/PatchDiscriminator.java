package org.limner.trainer.network;

import static org.limner.trainer.network.Shapes.ANY;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.limner.trainer.network.MultiscaleDiscriminator.Normalization;

/**
 * A discriminator that scores overlapping patches at one scale, Isola et al. 2017 (arXiv 1611.07004), with the layers of Park et
 * al. 2019 (arXiv 1903.07291), fig. 13: convolutions of kernel 4, spectral and instance normalisation (or another) in between.
 */
final class PatchDiscriminator {
    private static final int KERNEL = 4;
    private static final int PADDING = 2;
    private static final int WIDEST = 8; // channels stop growing at this many ndf

    private final String name;
    private final int inputChannels;
    private final int ndf;
    private final int layers;
    private final Normalization normalization;
    private final boolean spectralNorm;

    PatchDiscriminator(
            String name, int inputChannels, int ndf, int layers, Normalization normalization, boolean spectralNorm) {
        this.name = name;
        this.inputChannels = inputChannels;
        this.ndf = ndf;
        this.layers = layers;
        this.normalization = normalization;
        this.spectralNorm = spectralNorm;
    }

    void describe(ParameterLayout layout) {
        layout.plain(name + ".model0.0", ndf, inputChannels, KERNEL, KERNEL);
        for (int i = 1; i < layers; i++) {
            boolean bias = normalization == Normalization.NONE; // a norm would take it out again
            layout.convolution(middle(i), spectralNorm, bias, channels(i), channels(i - 1), KERNEL, KERNEL);
            if (normalization == Normalization.BATCH) {
                layout.batchNorm(norm(i), channels(i));
            }
        }
        layout.plain(last(), 1, channels(layers - 1), KERNEL, KERNEL);
    }

    /** PyTorch numbers the parts of a sequence, and a convolution with a norm is a sequence of its own. */
    private String middle(int i) {
        return name + ".model" + i + (normalization == Normalization.NONE ? ".0" : ".0.0");
    }

    private String norm(int i) {
        return name + ".model" + i + ".0.1";
    }

    private String last() {
        return name + ".model" + layers + ".0";
    }

    private int channels(int layer) {
        return ndf * Math.min(1 << layer, WIDEST);
    }

    /** The weights of the convolutions, in order, with a power iteration in training mode. */
    List<NDArray> weights(Parameters parameters, boolean training) {
        List<NDArray> weights = new ArrayList<>();
        weights.add(parameters.get(name + ".model0.0.weight"));
        for (int i = 1; i < layers; i++) {
            weights.add(SpectralNorm.effectiveWeight(parameters, middle(i), training));
        }
        weights.add(parameters.get(last() + ".weight"));
        return weights;
    }

    /** {@code N x C x H x W} -> what each layer but the last made, then the scores {@code N x 1 x H' x W'}. */
    List<NDArray> forward(Parameters parameters, List<NDArray> weights, NDArray input, boolean training) {
        Shapes.check(name + "'s input", input, ANY, inputChannels, ANY, ANY);
        List<NDArray> outputs = new ArrayList<>();
        NDArray bias = parameters.get(name + ".model0.0.bias");
        NDArray x = Layers.leakyRelu(Layers.convolution(input, weights.get(0), bias, 2, PADDING));
        outputs.add(x); // N x ndf x H/2 x W/2
        for (int i = 1; i < layers; i++) {
            int stride = i == layers - 1 ? 1 : 2;
            NDArray middleBias = normalization == Normalization.NONE ? parameters.get(middle(i) + ".bias") : null;
            x = Layers.convolution(x, weights.get(i), middleBias, stride, PADDING);
            x = Layers.leakyRelu(normalize(parameters, i, x, training));
            outputs.add(x);
        }
        outputs.add(Layers.convolution(x, weights.get(layers), parameters.get(last() + ".bias"), 1, PADDING));
        return outputs;
    }

    private NDArray normalize(Parameters parameters, int i, NDArray x, boolean training) {
        return switch (normalization) {
            case INSTANCE -> InstanceNorm.normalize(x);
            case BATCH -> BatchNorm.normalize(parameters, norm(i), x, BatchNormEpsilon.ADDED, training);
            case NONE -> x;
        };
    }
}
