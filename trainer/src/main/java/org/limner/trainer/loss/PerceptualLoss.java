package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Collectors;
import org.limner.trainer.network.Scalars;
import org.limner.trainer.network.Vgg19;

/**
 * The perceptual loss, Johnson et al. 2016 (arXiv 1603.08155), in the form of Wang et al. 2018 (arXiv 1711.11585), sec. 3.3: fakes
 * should give the layers of a VGG19 what photographs give them. Early layers see colours and edges and count little, late ones
 * see things and count much.
 */
public final class PerceptualLoss {
    /** What each tap counts, from relu1_1 to relu5_1; Park et al. 2019 and Wang et al. 2018. */
    private static final float[] TAP_WEIGHTS = {1f / 32, 1f / 16, 1f / 8, 1f / 4, 1};

    /** How a network wants its photographs, which depends on how it was trained. */
    public enum Input {
        /** [-1, 1] as they are: what the reference does, though no VGG19 was trained so. */
        RAW,
        /** Red, green and blue at mean 0 and deviation 1 over ImageNet: torchvision's weights. */
        IMAGENET,
        /** 0 to 255 less ImageNet's mean: the authors' own weights, as Caffe and Keras have them. */
        CAFFE
    }

    /** ImageNet's mean of red, green, blue in [0, 1], and its deviation: torchvision's documentation of its models. */
    private static final float[] IMAGENET_MEAN = {0.485f, 0.456f, 0.406f};

    private static final float[] IMAGENET_DEVIATION = {0.229f, 0.224f, 0.225f};

    /** ImageNet's mean of red, green, blue in 0 to 255: Simonyan and Zisserman's model definition. */
    private static final float[] CAFFE_MEAN = {123.68f, 116.779f, 103.939f};

    /**
     * What Caffe's features are divided by. Layers of convolutions and ReLUs scale with their input, and this input is 255 *
     * 0.225 times imagenet's: measured on photographs, its mean is 20 at relu1_1 and 100 at relu3_1.
     */
    private static final float CAFFE_SCALE = 57.4f;

    private final Vgg19 network;
    private final Input input;
    private final float weight;

    /**
     * @param network its taps decide which terms there are; the caller closes it
     * @param weight  of the sum over terms
     */
    public PerceptualLoss(Vgg19 network, Input input, float weight) {
        this.network = network;
        this.input = input;
        this.weight = weight;
    }

    /**
     * The weighted sum of mean absolute differences per tap.
     *
     * @param fake {@code N x 3 x H x W} in [-1, 1]; gradients flow to it alone
     * @param real likewise
     */
    public NDArray loss(NDArray fake, NDArray real) {
        List<NDArray> fakeFeatures = network.features(normalized(fake));
        List<NDArray> realFeatures = network.features(normalized(real.stopGradient()));
        NDArray sum = null;
        for (int i = 0; i < fakeFeatures.size(); i++) {
            NDArray difference =
                    fakeFeatures.get(i).sub(realFeatures.get(i)).abs().mean();
            NDArray term =
                    Scalars.multiply(difference, weight * TAP_WEIGHTS[i] / (input == Input.CAFFE ? CAFFE_SCALE : 1));
            sum = sum == null ? term : sum.add(term);
        }
        if (sum == null) {
            throw new IllegalStateException("a VGG19 has at least one tap");
        }
        return sum;
    }

    private NDArray normalized(NDArray image) {
        NDManager manager = image.getManager();
        return switch (input) {
            case RAW -> image;
            case IMAGENET ->
                Scalars.multiply(image.add(1), 0.5f)
                        .sub(perChannel(manager, IMAGENET_MEAN))
                        .div(perChannel(manager, IMAGENET_DEVIATION));
            case CAFFE -> Scalars.multiply(image.add(1), 127.5f).sub(perChannel(manager, CAFFE_MEAN));
        };
    }

    private static NDArray perChannel(NDManager manager, float[] values) {
        return manager.create(values, new Shape(1, values.length, 1, 1));
    }

    /** The terms with what each counts, for people: {@code relu1_1 x 1/32, ..}. */
    public String terms() {
        return network.taps().stream()
                .map(tap -> tap + " x " + fraction(TAP_WEIGHTS[tap.ordinal()]))
                .collect(Collectors.joining(", "));
    }

    private static String fraction(float weight) {
        return weight == 1 ? "1" : "1/" + Math.round(1 / weight);
    }
}
