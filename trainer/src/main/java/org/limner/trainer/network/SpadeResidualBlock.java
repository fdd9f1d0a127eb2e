package org.limner.trainer.network;

import static org.limner.trainer.network.Shapes.ANY;

import ai.djl.ndarray.NDArray;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Normalization;

/**
 * SPADE residual block, Park et al. 2019 (arXiv 1903.07291), fig. 4 and appendix A: twice normalise, activate and convolve, with a
 * learned shortcut where the number of channels changes.
 */
final class SpadeResidualBlock {
    private final String name;
    private final int fin;
    private final int fmid;
    private final int fout;
    private final boolean spectralNorm;
    private final SpadeNormalization norm0;
    private final SpadeNormalization norm1;
    private final SpadeNormalization normS;

    /**
     * @param spectralNorm  whether the three convolutions of its main path are divided by their largest singular values
     * @param normalization in front of each modulation
     */
    SpadeResidualBlock(
            String name,
            int fin,
            int fout,
            boolean spectralNorm,
            Normalization normalization,
            BatchNormEpsilon epsilon) {
        this.name = name;
        this.fin = fin;
        this.fmid = Math.min(fin, fout);
        this.fout = fout;
        this.spectralNorm = spectralNorm;
        this.norm0 = new SpadeNormalization(name + ".norm_0", fin, normalization, epsilon);
        this.norm1 = new SpadeNormalization(name + ".norm_1", fmid, normalization, epsilon);
        this.normS = new SpadeNormalization(name + ".norm_s", fin, normalization, epsilon);
    }

    private boolean learnsShortcut() {
        return fin != fout;
    }

    void describe(ParameterLayout layout, Architecture architecture, int inputChannels) {
        layout.convolution(name + ".conv_0", spectralNorm, true, fmid, fin, 3, 3);
        layout.convolution(name + ".conv_1", spectralNorm, true, fout, fmid, 3, 3);
        if (learnsShortcut()) {
            layout.convolution(name + ".conv_s", spectralNorm, false, fout, fin, 1, 1);
        }
        norm0.describe(layout, architecture, inputChannels);
        norm1.describe(layout, architecture, inputChannels);
        if (learnsShortcut()) {
            normS.describe(layout, architecture, inputChannels);
        }
    }

    /** {@code x: N x fin x H x W}, {@code segmentation: N x L x H' x W'} -> {@code N x fout x H x W}. */
    NDArray forward(Parameters parameters, NDArray x, NDArray segmentation, boolean training) {
        Shapes.check(name + "'s input", x, ANY, fin, ANY, ANY);
        NDArray seg =
                Layers.nearest(segmentation, x.getShape().get(2), x.getShape().get(3)); // N x L x H x W
        NDArray xs = shortcut(parameters, x, seg, training); // N x fout x H x W
        NDArray dx = Layers.leakyRelu(norm0.forward(parameters, x, seg, training)); // N x fin x H x W
        dx = convolution(parameters, "conv_0", dx, training); // N x fmid x H x W
        dx = Layers.leakyRelu(norm1.forward(parameters, dx, seg, training)); // N x fmid x H x W
        dx = convolution(parameters, "conv_1", dx, training); // N x fout x H x W
        return xs.add(dx);
    }

    /** No activation here: the shortcut stays linear in the normalised input. */
    private NDArray shortcut(Parameters parameters, NDArray x, NDArray segmentation, boolean training) {
        if (!learnsShortcut()) {
            return x;
        }
        NDArray normalized = normS.forward(parameters, x, segmentation, training);
        NDArray weight = SpectralNorm.effectiveWeight(parameters, name + ".conv_s", training);
        return Layers.sameConvolution(normalized, weight, null);
    }

    private NDArray convolution(Parameters parameters, String layer, NDArray x, boolean training) {
        NDArray weight = SpectralNorm.effectiveWeight(parameters, name + "." + layer, training);
        return Layers.sameConvolution(x, weight, parameters.get(name + "." + layer + ".bias"));
    }
}
