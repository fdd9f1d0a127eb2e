package org.limner.trainer.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** The presets against the reference's published networks: channels, image sizes, and which mask ids mean what. */
class ReferenceNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "coco,       184, 182, 255, true,  256, 256, NORMAL",
        "ade20k,     151, 151, -1,  false, 256, 256, NORMAL",
        "ade20k-outdoor, 151, 151, -1, false, 256, 256, NORMAL",
        "flickr-landscapes, 183, 182, 255, false, 256, 256, NORMAL",
        "cityscapes, 36,  35,  -1,  true,  512, 256, MORE",
        "facades,    13,  13,  -1,  false, 256, 256, NORMAL",
        "custom,     14,  13,  -1,  true,  256, 256, NORMAL",
    })
    void presetDescribesThePublishedNetwork(
            String preset,
            int channels,
            int labels,
            int voidLabel,
            boolean instances,
            int width,
            int height,
            Upsampling upsampling) {
        ReferenceNetwork network = ReferenceNetwork.of(labelGenerator(channels), ReferenceOptions.preset(preset));

        GeneratorShape shape = network.shape();
        assertThat(shape.inputChannels()).isEqualTo(channels);
        assertThat(network.labels()).isEqualTo(labels);
        assertThat(network.voidLabel()).isEqualTo(voidLabel < 0 ? OptionalInt.empty() : OptionalInt.of(voidLabel));
        assertThat(network.instances()).isEqualTo(instances);
        assertThat(shape.width()).isEqualTo(width);
        assertThat(shape.height()).isEqualTo(height);
        assertThat(shape.architecture().upsampling()).isEqualTo(upsampling);
        assertThat(shape.architecture().ngf()).isEqualTo(2);
        assertThat(shape.architecture().hidden()).isEqualTo(3);
        assertThat(shape.styleSize()).isZero();
    }

    /** Python's round goes half to even, and so must the first map's height: 4 / 1.6 = 2.5 becomes 2. */
    @ParameterizedTest
    @CsvSource({"128, 1.6, 128, 64", "96, 2.0, 96, 64", "100, 1.0, 96, 96"})
    void sizesRoundAsTheReferenceRounds(int crop, String aspect, int width, int height) {
        ReferenceOptions options =
                ReferenceOptions.preset("facades").with("crop_size=" + crop).with("aspect_ratio=" + aspect);

        GeneratorShape shape = ReferenceNetwork.of(labelGenerator(13), options).shape();

        assertThat(shape.width()).isEqualTo(width);
        assertThat(shape.height()).isEqualTo(height);
    }

    /** The tensors from which a shape is read. */
    private static StateDict labelGenerator(int channels) {
        return new StateDict()
                .put("fc.weight", WeightTensor.of(new float[32 * channels * 9], 32, channels, 3, 3))
                .put("head_0.conv_0.weight_orig", WeightTensor.of(new float[32 * 32 * 9], 32, 32, 3, 3))
                .put("head_0.norm_0.param_free_norm.running_mean", WeightTensor.of(new float[32], 32))
                .put(
                        "head_0.norm_0.mlp_shared.0.weight",
                        WeightTensor.of(new float[3 * channels * 9], 3, channels, 3, 3));
    }
}
