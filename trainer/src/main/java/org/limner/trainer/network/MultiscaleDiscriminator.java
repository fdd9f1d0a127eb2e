package org.limner.trainer.network;

import static org.limner.trainer.network.Shapes.ANY;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.limner.trainer.weights.StateDict;

/**
 * The multi-scale discriminator, Wang et al. 2018 (arXiv 1711.11585), sec. 3.2: the same patch discriminator, with weights of its
 * own, on the image and on halved copies of it. It sees segmentation and image together.
 */
public final class MultiscaleDiscriminator {
    private final int inputChannels;
    private final List<PatchDiscriminator> scales = new ArrayList<>();

    /**
     * @param inputChannels of segmentation and image together
     * @param ndf           channels of the first layer
     * @param scales        how many discriminators; each sees half the size of the one before
     * @param layers        of each, without the last one that makes the scores
     */
    public MultiscaleDiscriminator(int inputChannels, int ndf, int scales, int layers) {
        if (inputChannels < 4 || ndf < 1 || scales < 1 || layers < 2) {
            throw new IllegalArgumentException("a discriminator needs at least 4 input channels, ndf 1, 1 scale and"
                    + " 2 layers but has " + inputChannels + ", " + ndf + ", " + scales + " and " + layers);
        }
        this.inputChannels = inputChannels;
        for (int k = 0; k < scales; k++) {
            this.scales.add(new PatchDiscriminator("discriminator_" + k, inputChannels, ndf, layers));
        }
    }

    /** Fresh weights; the same seed gives the same bits. */
    public StateDict initialize(Initialization initialization, long seed) {
        return layout().initialize(initialization, seed);
    }

    /** How many numbers training changes. */
    public long trainableCount() {
        return layout().trainableCount();
    }

    /** Throws {@link IllegalArgumentException} that names what does not fit this discriminator. */
    public void check(StateDict weights) {
        layout().check("discriminator", weights);
    }

    private ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        scales.forEach(scale -> scale.describe(layout));
        return layout;
    }

    /**
     * Judges fake and real images of the same segmentation.
     *
     * <p>The reference runs both as one batch; apart they come out the same, since nothing here mixes examples, and an image that
     * takes no gradient costs no backward pass.
     *
     * @param segmentation {@code N x C x H x W}
     * @param fake         {@code N x 3 x H x W} in [-1, 1]
     * @param real         {@code N x 3 x H x W} in [-1, 1]
     * @param training     one power iteration per spectral norm, for both together; otherwise what is stored
     */
    public Verdict judge(Parameters parameters, NDArray segmentation, NDArray fake, NDArray real, boolean training) {
        List<List<NDArray>> weights = weights(parameters, training);
        return new Verdict(
                forward(parameters, weights, NDArrays.concat(new NDList(segmentation, fake), 1)),
                forward(parameters, weights, NDArrays.concat(new NDList(segmentation, real), 1)));
    }

    /**
     * Per scale, full size first: the features of each layer, then the scores {@code N x 1 x H' x W'}.
     *
     * @param input {@code N x (C + 3) x H x W}: segmentation, then image
     */
    public List<List<NDArray>> forward(Parameters parameters, NDArray input, boolean training) {
        return forward(parameters, weights(parameters, training), input);
    }

    private List<List<NDArray>> weights(Parameters parameters, boolean training) {
        List<List<NDArray>> weights = new ArrayList<>();
        scales.forEach(scale -> weights.add(scale.weights(parameters, training)));
        return weights;
    }

    private List<List<NDArray>> forward(Parameters parameters, List<List<NDArray>> weights, NDArray input) {
        Shapes.check("segmentation and image", input, ANY, inputChannels, ANY, ANY);
        List<List<NDArray>> outputs = new ArrayList<>();
        NDArray x = input;
        for (int k = 0; k < scales.size(); k++) {
            x = k == 0 ? x : AveragePool.halve(x); // N x (C + 3) x H/2^k x W/2^k
            outputs.add(scales.get(k).forward(parameters, weights.get(k), x));
        }
        return outputs;
    }
}
