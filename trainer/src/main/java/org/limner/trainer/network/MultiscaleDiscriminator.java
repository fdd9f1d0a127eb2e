package org.limner.trainer.network;

import static org.limner.trainer.network.Shapes.ANY;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * The multi-scale discriminator, Wang et al. 2018 (arXiv 1711.11585), sec. 3.2: the same patch discriminator, with weights of its
 * own, on the image and on halved copies of it. It sees segmentation and image together.
 */
public final class MultiscaleDiscriminator {
    /** What follows the convolutions in between; in settings in lower case. */
    public enum Normalization {
        /** The reference's: zero mean and unit variance per example and channel. */
        INSTANCE,
        /** Over fakes and real images together, with scale and shift. */
        BATCH,
        /** Nothing. */
        NONE
    }

    private final int inputChannels;
    private final int ndf;
    private final int layers;
    private final Normalization normalization;
    private final boolean spectralNorm;
    private final List<PatchDiscriminator> scales = new ArrayList<>();

    /** The reference's: instance and spectral norm. */
    public MultiscaleDiscriminator(int inputChannels, int ndf, int scales, int layers) {
        this(inputChannels, ndf, scales, layers, Normalization.INSTANCE, true);
    }

    /**
     * @param inputChannels of segmentation and image together
     * @param ndf           channels of the first layer
     * @param scales        how many discriminators; each sees half the size of the one before
     * @param layers        of each, without the last one that makes the scores
     * @param normalization of all layers but the first and the last
     * @param spectralNorm  whether the same layers' weights are divided by their largest singular values
     */
    public MultiscaleDiscriminator(
            int inputChannels, int ndf, int scales, int layers, Normalization normalization, boolean spectralNorm) {
        if (inputChannels < 4 || ndf < 1 || scales < 1 || layers < 2) {
            throw new IllegalArgumentException("a discriminator needs at least 4 input channels, ndf 1, 1 scale and"
                    + " 2 layers but has " + inputChannels + ", " + ndf + ", " + scales + " and " + layers);
        }
        this.inputChannels = inputChannels;
        this.ndf = ndf;
        this.layers = layers;
        this.normalization = normalization;
        this.spectralNorm = spectralNorm;
        for (int k = 0; k < scales; k++) {
            this.scales.add(new PatchDiscriminator(
                    "discriminator_" + k, inputChannels, ndf, layers, normalization, spectralNorm));
        }
    }

    /** The discriminator that {@code weights} belong to, by names and shapes. Throws {@link IllegalArgumentException} with the reason. */
    public static MultiscaleDiscriminator of(StateDict weights) {
        WeightTensor first = weights.get("discriminator_0.model0.0.weight");
        if (first.rank() != 4) {
            throw new IllegalArgumentException(
                    "tensor 'discriminator_0.model0.0.weight' is " + first + ", not a convolution");
        }
        int scales = counted(weights, "discriminator_", ".model0.0.weight");
        int parts = counted(weights, "discriminator_0.model", "."); // layers, and the one that makes the scores
        boolean nested = weights.names().stream().anyMatch(name -> name.startsWith("discriminator_0.model1.0.0."));
        Normalization normalization = weights.contains("discriminator_0.model1.0.1.running_mean")
                ? Normalization.BATCH
                : nested ? Normalization.INSTANCE : Normalization.NONE;
        String second = "discriminator_0.model1.0" + (nested ? ".0" : "");
        MultiscaleDiscriminator discriminator = new MultiscaleDiscriminator(
                (int) first.size(1),
                (int) first.size(0),
                scales,
                parts - 1,
                normalization,
                !weights.contains(second + ".weight"));
        discriminator.check(weights);
        return discriminator;
    }

    /** How many numbers k from 0 on there are with a name that begins with {@code prefix + k + next}. */
    private static int counted(StateDict weights, String prefix, String next) {
        int count = 0;
        while (startsAny(weights, prefix + count + next)) {
            count++;
        }
        return count;
    }

    private static boolean startsAny(StateDict weights, String start) {
        return weights.names().stream().anyMatch(name -> name.startsWith(start));
    }

    /** Of segmentation and image together. */
    public int inputChannels() {
        return inputChannels;
    }

    public int ndf() {
        return ndf;
    }

    public int scales() {
        return scales.size();
    }

    /** Of each scale, without the last one that makes the scores. */
    public int layers() {
        return layers;
    }

    public Normalization normalization() {
        return normalization;
    }

    public boolean spectralNorm() {
        return spectralNorm;
    }

    /** Fresh weights; the same seed gives the same bits. */
    public StateDict initialize(Initialization initialization, long seed) {
        return initialize(initialization, Initialization.GAIN, seed);
    }

    /** Fresh weights with another gain than the reference's. */
    public StateDict initialize(Initialization initialization, double gain, long seed) {
        return layout().initialize(initialization, gain, seed);
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
     * takes no gradient costs no backward pass. Batch normalisation does mix them: there they are one batch.
     *
     * @param segmentation {@code N x C x H x W}
     * @param fake         {@code N x 3 x H x W} in [-1, 1]
     * @param real         {@code N x 3 x H x W} in [-1, 1]
     * @param training     one power iteration per spectral norm, for both together; otherwise what is stored
     */
    public Verdict judge(Parameters parameters, NDArray segmentation, NDArray fake, NDArray real, boolean training) {
        List<List<NDArray>> weights = weights(parameters, training);
        NDArray seenFake = NDArrays.concat(new NDList(segmentation, fake), 1); // N x (C + 3) x H x W
        NDArray seenReal = NDArrays.concat(new NDList(segmentation, real), 1);
        if (normalization == Normalization.BATCH) {
            NDArray both = NDArrays.concat(new NDList(seenFake, seenReal)); // 2N x (C + 3) x H x W
            List<List<NDArray>> outputs = forward(parameters, weights, both, training);
            return new Verdict(half(outputs, 0), half(outputs, 1));
        }
        return new Verdict(
                forward(parameters, weights, seenFake, training), forward(parameters, weights, seenReal, training));
    }

    private static List<List<NDArray>> half(List<List<NDArray>> outputs, int which) {
        return outputs.stream()
                .map(layers ->
                        layers.stream().map(both -> both.split(2).get(which)).toList())
                .toList();
    }

    /**
     * Per scale, full size first: the features of each layer, then the scores {@code N x 1 x H' x W'}.
     *
     * @param input {@code N x (C + 3) x H x W}: segmentation, then image
     */
    public List<List<NDArray>> forward(Parameters parameters, NDArray input, boolean training) {
        return forward(parameters, weights(parameters, training), input, training);
    }

    private List<List<NDArray>> weights(Parameters parameters, boolean training) {
        List<List<NDArray>> weights = new ArrayList<>();
        scales.forEach(scale -> weights.add(scale.weights(parameters, training)));
        return weights;
    }

    private List<List<NDArray>> forward(
            Parameters parameters, List<List<NDArray>> weights, NDArray input, boolean training) {
        Shapes.check("segmentation and image", input, ANY, inputChannels, ANY, ANY);
        List<List<NDArray>> outputs = new ArrayList<>();
        NDArray x = input;
        for (int k = 0; k < scales.size(); k++) {
            x = k == 0 ? x : AveragePool.halve(x); // N x (C + 3) x H/2^k x W/2^k
            outputs.add(scales.get(k).forward(parameters, weights.get(k), x, training));
        }
        return outputs;
    }
}
