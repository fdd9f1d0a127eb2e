package org.limner.trainer.network;

import static org.limner.trainer.network.Shapes.ANY;

import ai.djl.ndarray.NDArray;
import org.limner.trainer.weights.StateDict;

/**
 * The image encoder, Park et al. 2019 (arXiv 1903.07291), fig. 14 and appendix A: a photograph to the distribution of styles
 * it could have come from.
 *
 * <p>Reads every photograph at 256 x 256 through six layers, whatever the generator's size; the reference leaves the sixth out
 * below 256 and then fails on its own linear layer.
 *
 * <p>The reference normalises each instance after every convolution, which takes most of a photograph's overall colour and
 * contrast out of the style. {@link Normalization#NONE} leaves them in; such layers have a bias instead, and that is how a
 * state dict tells the two apart.
 */
public final class ImageEncoder {
    /** Rows and columns at which every photograph is read. */
    public static final int INPUT_SIZE = 256;

    private static final int LAYERS = 6;
    private static final int LAST_SIZE = INPUT_SIZE >> LAYERS; // 4

    /** What follows a convolution; in settings in lower case. */
    public enum Normalization {
        /** The reference's: zero mean and unit variance per photograph and channel. */
        INSTANCE,
        /** Nothing: the style can hold the light a photograph was taken in. */
        NONE
    }

    private final int nef;
    private final int styleSize;
    private final Normalization normalization;
    private final boolean spectralNorm;

    /**
     * The reference's encoder.
     *
     * @param nef       channels of the first layer's output; the last has 8 times as many
     * @param styleSize numbers in a style vector
     */
    public ImageEncoder(int nef, int styleSize) {
        this(nef, styleSize, Normalization.INSTANCE);
    }

    /** An encoder with the reference's normalisation or without. */
    public ImageEncoder(int nef, int styleSize, Normalization normalization) {
        this(nef, styleSize, normalization, true);
    }

    /** {@code spectralNorm}: whether convolutions are divided by their largest singular values. */
    public ImageEncoder(int nef, int styleSize, Normalization normalization, boolean spectralNorm) {
        if (nef < 1 || styleSize < 1) {
            throw new IllegalArgumentException(
                    "nef and style size must be positive but are " + nef + " and " + styleSize);
        }
        this.nef = nef;
        this.styleSize = styleSize;
        this.normalization = normalization;
        this.spectralNorm = spectralNorm;
    }

    /** The encoder that {@code weights} belong to, by their shapes. Throws {@link IllegalArgumentException} with the reason. */
    public static ImageEncoder of(StateDict weights) {
        boolean spectralNorm = !weights.contains("layer1.0.weight");
        ImageEncoder encoder = new ImageEncoder(
                (int) weights.get(spectralNorm ? "layer1.0.weight_orig" : "layer1.0.weight")
                        .size(0),
                (int) weights.get("fc_mu.weight").size(0),
                weights.contains("layer1.0.bias") ? Normalization.NONE : Normalization.INSTANCE,
                spectralNorm);
        encoder.check(weights);
        return encoder;
    }

    public int nef() {
        return nef;
    }

    public int styleSize() {
        return styleSize;
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

    /** Throws {@link IllegalArgumentException} that names what does not fit this encoder. */
    public void check(StateDict weights) {
        if (!weights.contains("layer6.0.weight_orig") && !weights.contains("layer6.0.weight")) {
            throw new IllegalArgumentException("the encoder has no layer6: it was made for crops below " + INPUT_SIZE
                    + ", where the reference's own forward pass fails; encoders here always have six layers");
        }
        layout().check("encoder", weights);
    }

    private ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        int in = 3;
        for (int i = 1; i <= LAYERS; i++) {
            layout.convolution(layer(i), spectralNorm, normalization == Normalization.NONE, channels(i), in, 3, 3);
            in = channels(i);
        }
        layout.plain("fc_mu", styleSize, (long) in * LAST_SIZE * LAST_SIZE);
        layout.plain("fc_var", styleSize, (long) in * LAST_SIZE * LAST_SIZE);
        return layout;
    }

    private static String layer(int i) {
        return "layer" + i + ".0";
    }

    private int channels(int layer) {
        return nef << Math.min(layer - 1, 3); // nef, 2 nef, 4 nef, then 8 nef
    }

    /**
     * Encodes photographs of any size.
     *
     * @param image    {@code N x 3 x H x W} in [-1, 1]
     * @param training one power iteration per spectral norm; otherwise what is stored
     */
    public Encoding forward(Parameters parameters, NDArray image, boolean training) {
        Shapes.check("photograph", image, ANY, 3, ANY, ANY);
        NDArray x = BilinearResize.resize(image, INPUT_SIZE, INPUT_SIZE); // N x 3 x 256 x 256
        for (int i = 1; i <= LAYERS; i++) {
            NDArray weight = SpectralNorm.effectiveWeight(parameters, layer(i), training);
            if (normalization == Normalization.INSTANCE) {
                x = InstanceNorm.normalize(Layers.convolution(x, weight, null, 2, 1));
            } else {
                x = Layers.convolution(x, weight, parameters.get(layer(i) + ".bias"), 2, 1);
            }
            x = Layers.leakyRelu(x); // N x channels x 256 / 2^i x 256 / 2^i
        }
        NDArray features = x.reshape(image.getShape().get(0), -1); // N x (8 nef 4 4)
        return new Encoding(linear(parameters, "fc_mu", features), linear(parameters, "fc_var", features));
    }

    private static NDArray linear(Parameters parameters, String layer, NDArray x) {
        return Layers.linear(x, parameters.get(layer + ".weight"), parameters.get(layer + ".bias"));
    }
}
