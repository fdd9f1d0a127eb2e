package org.limner.trainer.network;

import static org.limner.trainer.network.Shapes.ANY;

import ai.djl.ndarray.NDArray;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Normalization;

/**
 * Spatially-adaptive normalisation, Park et al. 2019 (arXiv 1903.07291), eq. 1: a normalised activation, scaled and shifted
 * at each pixel by convolutions of the segmentation.
 */
final class SpadeNormalization {
    private final String name;
    private final int channels;
    private final Normalization normalization;
    private final BatchNormEpsilon epsilon;

    SpadeNormalization(String name, int channels, Normalization normalization, BatchNormEpsilon epsilon) {
        this.name = name;
        this.channels = channels;
        this.normalization = normalization;
        this.epsilon = epsilon;
    }

    void describe(ParameterLayout layout, Architecture architecture, int inputChannels) {
        int kernel = architecture.spadeKernel();
        int hidden = architecture.hidden();
        if (normalization == Normalization.BATCH) {
            layout.runningStatistics(name + ".param_free_norm", channels);
        }
        layout.plain(name + ".mlp_shared.0", hidden, inputChannels, kernel, kernel);
        layout.plain(name + ".mlp_gamma", channels, hidden, kernel, kernel);
        layout.plain(name + ".mlp_beta", channels, hidden, kernel, kernel);
    }

    /** {@code x: N x C x H x W}, {@code segmentation: N x L x H' x W'} -> {@code N x C x H x W}. */
    NDArray forward(Parameters parameters, NDArray x, NDArray segmentation, boolean training) {
        Shapes.check(name + "'s input", x, ANY, channels, ANY, ANY);
        NDArray normalized = normalize(parameters, x, training); // N x C x H x W
        NDArray resized =
                Layers.nearest(segmentation, x.getShape().get(2), x.getShape().get(3)); // N x L x H x W
        NDArray hidden = Layers.relu(convolution(parameters, "mlp_shared.0", resized)); // N x hidden x H x W
        NDArray gamma = convolution(parameters, "mlp_gamma", hidden); // N x C x H x W
        NDArray beta = convolution(parameters, "mlp_beta", hidden); // N x C x H x W
        return normalized.mul(gamma.add(1)).add(beta); // 1 + gamma: a fresh layer only normalises
    }

    private NDArray convolution(Parameters parameters, String layer, NDArray x) {
        return Layers.sameConvolution(
                x, parameters.get(name + "." + layer + ".weight"), parameters.get(name + "." + layer + ".bias"));
    }

    private NDArray normalize(Parameters parameters, NDArray x, boolean training) {
        return normalization == Normalization.BATCH
                ? BatchNorm.normalize(parameters, name + ".param_free_norm", x, epsilon, training)
                : InstanceNorm.normalize(x);
    }
}
