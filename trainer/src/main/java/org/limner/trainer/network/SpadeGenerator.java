package org.limner.trainer.network;

import static org.limner.trainer.network.Shapes.ANY;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.weights.StateDict;

/**
 * The SPADE generator, Park et al. 2019 (arXiv 1903.07291), fig. 4 and appendix A: a small first map, doubled until it is an
 * image, with the segmentation read anew by every block.
 */
public final class SpadeGenerator {
    private static final int FIRST_WIDTH = 16; // channels of the first map, in units of ngf

    /** A block and whether its input is doubled first. */
    private record Stage(boolean doubles, SpadeResidualBlock block) {}

    private final GeneratorShape shape;
    private final boolean spectralNorm;
    private final BatchNormEpsilon epsilon;
    private final int firstChannels;
    private final int lastChannels;
    private final List<Stage> stages = new ArrayList<>();

    /** The paper's: with spectral norm. */
    public SpadeGenerator(GeneratorShape shape) {
        this(shape, true, BatchNormEpsilon.ADDED);
    }

    /**
     * @param spectralNorm whether the blocks' convolutions are divided by their largest singular values
     * @param epsilon      of batch norms while training
     */
    public SpadeGenerator(GeneratorShape shape, boolean spectralNorm, BatchNormEpsilon epsilon) {
        this.shape = shape;
        this.spectralNorm = spectralNorm;
        this.epsilon = epsilon;
        Upsampling upsampling = shape.architecture().upsampling();
        int ngf = shape.architecture().ngf();
        int first = FIRST_WIDTH * ngf;
        firstChannels = first;
        add("head_0", false, first, first);
        add("G_middle_0", true, first, first);
        add("G_middle_1", upsampling != Upsampling.NORMAL, first, first);
        add("up_0", true, first, 8 * ngf);
        add("up_1", true, 8 * ngf, 4 * ngf);
        add("up_2", true, 4 * ngf, 2 * ngf);
        add("up_3", true, 2 * ngf, ngf);
        if (upsampling == Upsampling.MOST) {
            add("up_4", true, ngf, ngf / 2);
        }
        lastChannels = upsampling == Upsampling.MOST ? ngf / 2 : ngf;
    }

    private void add(String name, boolean doubles, int fin, int fout) {
        Normalization normalization = shape.architecture().normalization();
        stages.add(new Stage(doubles, new SpadeResidualBlock(name, fin, fout, spectralNorm, normalization, epsilon)));
    }

    /** The generator of this shape that {@code weights} belong to: they show whether it has spectral norms. */
    public static SpadeGenerator of(GeneratorShape shape, StateDict weights) {
        return new SpadeGenerator(shape, spectralNorm(weights), BatchNormEpsilon.ADDED);
    }

    /** Whether a generator's convolutions are stored with their singular vectors. */
    public static boolean spectralNorm(StateDict weights) {
        return !weights.contains("head_0.conv_0.weight");
    }

    public GeneratorShape shape() {
        return shape;
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

    /** What its weights look like: axes by name, in the state dict's order. */
    public Map<String, long[]> shapes() {
        return layout().shapes();
    }

    /** Throws {@link IllegalArgumentException} that names what does not fit this generator. */
    public void check(StateDict weights) {
        layout().check("generator", weights);
    }

    private ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        if (shape.readsStyle()) {
            layout.plain("fc", (long) firstChannels * shape.firstHeight() * shape.firstWidth(), shape.styleSize());
        } else {
            layout.plain("fc", firstChannels, shape.inputChannels(), 3, 3);
        }
        Architecture architecture = shape.architecture();
        stages.forEach(stage -> stage.block.describe(layout, architecture, shape.inputChannels()));
        layout.plain("conv_img", 3, lastChannels, 3, 3);
        return layout;
    }

    /**
     * One image per example.
     *
     * @param segmentation {@code N x C x H x W}, float32: one-hot classes, void, instance edge; see {@link OneHot}
     * @param z            {@code N x Z}, float32; null for a generator with label input, which reads none
     * @param training     batch statistics, which also enter the running ones, and one power iteration per spectral norm;
     *                     otherwise what is stored
     * @return {@code N x 3 x H x W} in [-1, 1]
     */
    public NDArray forward(Parameters parameters, NDArray segmentation, @Nullable NDArray z, boolean training) {
        Shapes.check("segmentation", segmentation, ANY, shape.inputChannels(), shape.height(), shape.width());
        NDArray x = firstMap(parameters, segmentation, z); // N x 16 ngf x h0 x w0
        for (Stage stage : stages) {
            x = stage.block.forward(parameters, stage.doubles ? Layers.upsample(x) : x, segmentation, training);
        }
        NDArray image = Layers.sameConvolution(
                Layers.leakyRelu(x), parameters.get("conv_img.weight"), parameters.get("conv_img.bias"));
        return image.tanh(); // N x 3 x H x W
    }

    private NDArray firstMap(Parameters parameters, NDArray segmentation, @Nullable NDArray z) {
        NDArray weight = parameters.get("fc.weight");
        NDArray bias = parameters.get("fc.bias");
        if (!shape.readsStyle()) {
            if (z != null) {
                throw new IllegalArgumentException("a generator with label input reads no style vector");
            }
            NDArray small = Layers.nearest(segmentation, shape.firstHeight(), shape.firstWidth()); // N x C x h0 x w0
            return Layers.sameConvolution(small, weight, bias);
        }
        if (z == null) {
            throw new IllegalArgumentException(
                    "the generator reads a style vector of " + shape.styleSize() + " numbers but none is given");
        }
        Shapes.check("style vector", z, segmentation.getShape().get(0), shape.styleSize());
        return Layers.linear(z, weight, bias).reshape(-1, firstChannels, shape.firstHeight(), shape.firstWidth());
    }
}
