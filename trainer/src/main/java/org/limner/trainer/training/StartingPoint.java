package org.limner.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.MultiscaleDiscriminator;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * Where a training begins that does not begin with random weights: a checkpoint before the first step, with optimisers that have
 * seen no gradient and no running average yet. Plain Java; no tensor is made.
 *
 * @param options       whose networks the weights are of
 * @param labelChannels of the data, see {@link TrainingOptions#generatorShape}
 * @param encoder       null: fresh, where the generator reads styles
 * @param discriminator null: fresh
 */
public record StartingPoint(
        TrainingOptions options,
        int labelChannels,
        StateDict generator,
        @Nullable StateDict encoder,
        @Nullable StateDict discriminator) {

    /**
     * The checkpoint.
     *
     * @param data    the data set's name, for the record
     * @param command that asked for it
     * @throws IllegalArgumentException that names what does not fit the options
     */
    public Checkpoint checkpoint(String data, String command) {
        TrainingOptions.Network network = options.network();
        TrainingOptions.Start start = network.start();
        GeneratorShape shape = options.generatorShape(labelChannels);
        SpadeGenerator g = Networks.generator(shape, network);
        g.check(generator);
        StateDict state = new StateDict().putAll(Checkpoint.GENERATOR, generator);
        if (network.readsStyle()) {
            ImageEncoder e = Networks.encoder(network);
            StateDict weights = encoder == null ? e.initialize(start.kind(), start.gain(), options.seed()) : encoder;
            e.check(weights);
            state.putAll(Checkpoint.ENCODER, weights);
        }
        Map<String, WeightTensor> painters = trainable(state); // with their prefixes, as the training names them
        MultiscaleDiscriminator d = Networks.discriminator(shape, network);
        StateDict weights =
                discriminator == null ? d.initialize(start.kind(), start.gain(), options.seed()) : discriminator;
        d.check(weights);
        state.putAll(Checkpoint.DISCRIMINATOR, weights);
        state.putAll(Checkpoint.GENERATOR_OPTIMIZER, Adam.startingState(painters));
        state.putAll(Checkpoint.DISCRIMINATOR_OPTIMIZER, Adam.startingState(trainable(weights)));
        return new Checkpoint(state, Position.START, Map.of(), options.seed(), data, command);
    }

    private static Map<String, WeightTensor> trainable(StateDict weights) {
        Map<String, WeightTensor> trainable = new LinkedHashMap<>(weights.tensors());
        trainable.keySet().removeIf(name -> !Parameters.isTrainable(name));
        return trainable;
    }
}
