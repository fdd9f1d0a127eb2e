package org.limner.trainer.network;

import static org.limner.trainer.network.Shapes.ANY;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * The convolutions of VGG19, Simonyan and Zisserman 2015 (arXiv 1409.1556), table 1, column E, up to relu5_1: a fixed eye that
 * says how photographs look beyond their pixels. Frozen: its weights never take gradients, its input may.
 *
 * <p>Reads torchvision's names, {@code features.N.weight}. A file that ends early gives the features up to where it ends. Owns
 * its arrays, which {@link #close()} frees.
 */
public final class Vgg19 implements AutoCloseable {
    /** Where features are taken: the first convolution after each halving, behind its ReLU (Park et al. 2019, sec. 4). */
    public enum Tap {
        RELU1_1,
        RELU2_1,
        RELU3_1,
        RELU4_1,
        RELU5_1;

        /** As papers write it: {@code relu3_1}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Convolutions between two halvings, and the channels each of them gives. */
    private record Stage(int convolutions, int channels) {}

    private static final List<Stage> STAGES =
            List.of(new Stage(2, 64), new Stage(2, 128), new Stage(4, 256), new Stage(4, 512), new Stage(1, 512));

    private static final Shape HALF = new Shape(2, 2);
    private static final Shape NO_PADDING = new Shape(0, 0);

    /** {@code weight: out x in x 3 x 3}, {@code bias: out}. */
    private record Convolution(NDArray weight, NDArray bias) {}

    private final NDManager manager;
    private final List<List<Convolution>> stages = new ArrayList<>();

    private Vgg19(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Copies what the file has to the device of {@code parent}.
     *
     * @param weights torchvision's state dict of VGG19, whole or its beginning; a classifier in it is left aside
     * @throws IllegalArgumentException that names the tensor which is missing or has another shape than VGG19's
     */
    public static Vgg19 of(StateDict weights, NDManager parent) {
        weights.get(name(0) + "weight", 64, 3, 3, 3);
        Vgg19 network = new Vgg19(parent.newSubManager());
        try {
            network.read(weights);
        } catch (IllegalArgumentException e) {
            network.close();
            throw e;
        }
        return network;
    }

    private void read(StateDict weights) {
        int index = 0; // in torchvision's list of layers: a convolution and its ReLU are two, a halving is one
        int in = 3;
        for (Stage stage : STAGES) {
            List<Convolution> convolutions = new ArrayList<>();
            for (int i = 0; i < stage.convolutions() && weights.contains(name(index) + "weight"); i++) {
                convolutions.add(new Convolution(
                        array(weights.get(name(index) + "weight", stage.channels(), in, 3, 3)),
                        array(weights.get(name(index) + "bias", stage.channels()))));
                in = stage.channels();
                index += 2;
            }
            if (convolutions.isEmpty()) {
                return;
            }
            stages.add(convolutions);
            index++;
        }
    }

    private static String name(int index) {
        return "features." + index + ".";
    }

    private NDArray array(WeightTensor tensor) {
        NDArray array = manager.create(tensor.floats(), new Shape(tensor.shape()));
        NDScope.unregister(array); // a caller's scope may end long before this network does
        return array;
    }

    /** The features this file is good for, from the first on. */
    public List<Tap> taps() {
        return List.of(Tap.values()).subList(0, stages.size());
    }

    /**
     * What the network sees.
     *
     * @param x {@code N x 3 x H x W}, normalised as the weights were trained; sides of at least 16
     * @return one array per tap, {@code N x C x H / 2^k x W / 2^k}, C = 64, 128, 256, 512, 512
     */
    public List<NDArray> features(NDArray x) {
        Shapes.check("VGG19's input", x, ANY, 3, ANY, ANY);
        List<NDArray> features = new ArrayList<>();
        NDArray map = x;
        for (int k = 0; k < stages.size(); k++) {
            if (k > 0) {
                map = map.getNDArrayInternal().maxPool(HALF, HALF, NO_PADDING, false);
            }
            // The last stage is left after its tap: nothing looks at what comes later.
            int needed = k == stages.size() - 1 ? 1 : stages.get(k).size();
            for (int i = 0; i < needed; i++) {
                Convolution convolution = stages.get(k).get(i);
                map = Layers.relu(Layers.sameConvolution(map, convolution.weight(), convolution.bias()));
                if (i == 0) {
                    features.add(map);
                }
            }
        }
        return features;
    }

    /** Frees the weights. */
    @Override
    public void close() {
        manager.close();
    }
}
