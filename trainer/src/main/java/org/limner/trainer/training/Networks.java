package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.MultiscaleDiscriminator;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;

/** The three networks of a training and their weights; the encoder is there exactly when the generator reads styles. */
final class Networks implements AutoCloseable {
    private static final int IMAGE_CHANNELS = 3;

    private final SpadeGenerator generator;
    private final Parameters generatorWeights;
    private final @Nullable ImageEncoder encoder;
    private final @Nullable Parameters encoderWeights;
    private final MultiscaleDiscriminator discriminator;
    private final Parameters discriminatorWeights;

    private Networks(TrainingOptions options, int labelChannels, @Nullable StateDict checkpoint, NDManager manager) {
        TrainingOptions.Network network = options.network();
        GeneratorShape shape = options.generatorShape(labelChannels);
        generator = generator(shape, network);
        discriminator = discriminator(shape, network);
        encoder = network.readsStyle() ? encoder(network) : null;

        StateDict g;
        StateDict d;
        if (checkpoint == null) {
            g = generator.initialize(network.start().kind(), network.start().gain(), options.seed());
            d = discriminator.initialize(network.start().kind(), network.start().gain(), options.seed());
        } else {
            g = checkpoint.under(Checkpoint.GENERATOR);
            d = checkpoint.under(Checkpoint.DISCRIMINATOR);
            generator.check(g);
            discriminator.check(d);
        }
        generatorWeights = Parameters.from(g, manager);
        discriminatorWeights = Parameters.from(d, manager);
        if (encoder == null) {
            encoderWeights = null;
        } else if (checkpoint == null) {
            encoderWeights = Parameters.from(
                    encoder.initialize(network.start().kind(), network.start().gain(), options.seed()), manager);
        } else {
            StateDict e = checkpoint.under(Checkpoint.ENCODER);
            encoder.check(e);
            encoderWeights = Parameters.from(e, manager);
        }
    }

    static SpadeGenerator generator(GeneratorShape shape, TrainingOptions.Network network) {
        return new SpadeGenerator(shape, network.generatorSpectralNorm(), network.batchNormEpsilon());
    }

    static ImageEncoder encoder(TrainingOptions.Network network) {
        return new ImageEncoder(
                network.nef(), network.styleSize(), network.encoderNormalization(), network.encoderSpectralNorm());
    }

    /** It judges images of {@code shape}, with their segmentation. */
    static MultiscaleDiscriminator discriminator(GeneratorShape shape, TrainingOptions.Network network) {
        return new MultiscaleDiscriminator(
                shape.inputChannels() + IMAGE_CHANNELS,
                network.ndf(),
                network.scales(),
                network.layers(),
                network.discriminatorNormalization(),
                network.discriminatorSpectralNorm());
    }

    /** Fresh weights from the options' seed. */
    static Networks fresh(TrainingOptions options, int labelChannels, NDManager manager) {
        return new Networks(options, labelChannels, null, manager);
    }

    /** The weights of a checkpoint; throws {@link ConfigException} that names what does not fit the options. */
    static Networks restored(TrainingOptions options, int labelChannels, StateDict checkpoint, NDManager manager) {
        try {
            return new Networks(options, labelChannels, checkpoint, manager);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "the checkpoint is of other networks than the settings say: " + e.getMessage(), e);
        }
    }

    SpadeGenerator generator() {
        return generator;
    }

    Parameters generatorWeights() {
        return generatorWeights;
    }

    /** Null for a generator that reads no styles; then so are {@link #encoderWeights()}. */
    @Nullable
    ImageEncoder encoder() {
        return encoder;
    }

    @Nullable
    Parameters encoderWeights() {
        return encoderWeights;
    }

    MultiscaleDiscriminator discriminator() {
        return discriminator;
    }

    Parameters discriminatorWeights() {
        return discriminatorWeights;
    }

    /** A copy of all weights under their prefixes in a checkpoint. */
    StateDict state() {
        StateDict state = new StateDict().putAll(Checkpoint.GENERATOR, generatorWeights.toStateDict());
        if (encoderWeights != null) {
            state.putAll(Checkpoint.ENCODER, encoderWeights.toStateDict());
        }
        return state.putAll(Checkpoint.DISCRIMINATOR, discriminatorWeights.toStateDict());
    }

    @Override
    public void close() {
        generatorWeights.close();
        discriminatorWeights.close();
        if (encoderWeights != null) {
            encoderWeights.close();
        }
    }
}
