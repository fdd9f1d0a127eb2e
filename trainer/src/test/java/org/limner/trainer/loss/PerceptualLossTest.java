package org.limner.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.network.EngineForTests;
import org.limner.trainer.network.Vgg19;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * A first layer whose 64 channels all see red alone, so that a loss can be worked out by hand. What could go wrong: photographs in
 * another range than the network was trained with, a gradient into the photograph or the network.
 */
class PerceptualLossTest {
    private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    @Test
    void seesPhotographsInTheRangeItsNetworkWasTrainedWith() {
        // Red at 1 and 0.5 in [-1, 1]: 255 and 191.25 of 255.
        assertThat(loss(PerceptualLoss.Input.RAW)).isCloseTo(10f / 32 * 0.5f, ROUNDING);
        assertThat(loss(PerceptualLoss.Input.IMAGENET)).isCloseTo(10f / 32 * 0.25f / 0.229f, ROUNDING);
        assertThat(loss(PerceptualLoss.Input.CAFFE)).isCloseTo(10f / 32 * 63.75f / 57.4f, ROUNDING);
    }

    /** The same weights behind each input's own mean: what is below the mean is cut off by the ReLU. */
    @Test
    void takesTheMeanOfItsInput() {
        assertThat(loss(PerceptualLoss.Input.RAW, -0.2f, -1)).isCloseTo(0, ROUNDING);
        assertThat(loss(PerceptualLoss.Input.IMAGENET, -0.03f, -1)).isCloseTo(0, ROUNDING);
        assertThat(loss(PerceptualLoss.Input.IMAGENET, -0.02f, -1))
                .isCloseTo(10f / 32 * (0.49f - 0.485f) / 0.229f, ROUNDING);
        assertThat(loss(PerceptualLoss.Input.CAFFE, -0.02f, -1))
                .isCloseTo(10f / 32 * (0.49f * 255 - 123.68f) / 57.4f, ROUNDING);
    }

    @Test
    void teachesTheFakesAlone() {
        try (Vgg19 network = Vgg19.of(seeingRed(), manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray fake = red(1);
            NDArray real = red(0.5f);
            fake.setRequiresGradient(true);
            real.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray loss = new PerceptualLoss(network, PerceptualLoss.Input.RAW, 32).loss(fake, real);
                collector.backward(loss.add(real.mul(0).sum()));
            }

            float each = 1f / (16 * 16); // a mean over 16 x 16 pixels, and the same in all channels
            assertThat(fake.getGradient().get(":, 0").toFloatArray()).containsOnly(each);
            assertThat(fake.getGradient().get(":, 1:").toFloatArray()).containsOnly(0);
            assertThat(real.getGradient().toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void saysWhatItLooksAt() {
        try (Vgg19 network = Vgg19.of(seeingRed(), manager)) {
            assertThat(new PerceptualLoss(network, PerceptualLoss.Input.RAW, 10).terms())
                    .isEqualTo("relu1_1 x 1/32");
        }
    }

    /** The scale that balances Caffe's activations holds for the weights it was measured with. */
    @Test
    void findsTheActivationsThatItsScaleWasMeasuredBy() throws Exception {
        Path file = Path.of(System.getProperty("limner.shared", ""), "models", "vgg19-relu3.safetensors");
        Path photo = Path.of(System.getProperty("limner.shared", ""), "data", "camvid", "val", "images");
        Assumptions.assumeTrue(Files.exists(file) && Files.exists(photo), "the pretrained VGG19 is not there: " + file);
        try (Vgg19 network = Vgg19.of(Safetensors.read(file).tensors(), manager);
                NDScope scope = new NDScope();
                var files = Files.list(photo)) {
            scope.suppressNotUsedWarning();
            NDArray image = photo(files.sorted().findFirst().orElseThrow());

            var features = network.features(image.mul(255).sub(mean()));

            float first = features.get(0).mean().getFloat();
            float third = features.get(2).mean().getFloat();
            System.out.printf(
                    Locale.ROOT,
                    "mean activations %.1f, %.1f, %.1f%n",
                    first,
                    features.get(1).mean().getFloat(),
                    third);
            assertThat(first).isBetween(10f, 40f); // 20 in the notes that come with the weights
            assertThat(third).isBetween(50f, 200f); // 100 there
        }
    }

    private static NDArray mean() {
        return manager.create(new float[] {123.68f, 116.779f, 103.939f}, new Shape(1, 3, 1, 1));
    }

    private static NDArray photo(Path file) {
        var photo = PictureFiles.readPhoto(file);
        int plane = photo.width() * photo.height();
        float[] values = new float[3 * plane];
        for (int i = 0; i < values.length; i++) {
            values[i] = photo.at(i % plane % photo.width(), i % plane / photo.width(), i / plane) / 255f;
        }
        return manager.create(values, new Shape(1, 3, photo.height(), photo.width()));
    }

    private static float loss(PerceptualLoss.Input input) {
        return loss(input, 1, 0.5f);
    }

    private static float loss(PerceptualLoss.Input input, float fake, float real) {
        try (Vgg19 network = Vgg19.of(seeingRed(), manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return new PerceptualLoss(network, input, 10)
                    .loss(red(fake), red(real))
                    .getFloat();
        }
    }

    /** One photograph of 16 x 16 with this much red and no green and blue. */
    private static NDArray red(float value) {
        float[] values = new float[3 * 16 * 16];
        Arrays.fill(values, 0, 16 * 16, value);
        return manager.create(values, new Shape(1, 3, 16, 16));
    }

    private static StateDict seeingRed() {
        float[] weight = new float[64 * 3 * 9];
        for (int out = 0; out < 64; out++) {
            weight[out * 3 * 9 + 4] = 1; // the middle of the first input channel
        }
        return new StateDict()
                .put("features.0.weight", WeightTensor.of(weight, 64, 3, 3, 3))
                .put("features.0.bias", WeightTensor.of(new float[64], 64));
    }
}
