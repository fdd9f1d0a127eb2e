package org.limner.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.network.Encoding;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.weights.StateDict;

/**
 * The exponential moving average of the generator's weights: calmer pictures than those of any single step, above all
 * in a short training (Karras et al. 2017, arXiv 1710.10196, sec. 4.1 of its appendix on networks; Yazici et al. 2018).
 *
 * <p>Averaged weights have never run, so their batch-norm statistics and singular vectors are estimated anew before they
 * are used, by forward passes in training mode ({@link #refresh}).
 */
final class WeightAverage implements AutoCloseable {
    private final Networks networks;
    private final NDManager manager;
    private final double decay;
    private final Parameters average;

    private WeightAverage(Networks networks, StateDict start, double decay, NDManager manager) {
        this.networks = networks;
        this.manager = manager;
        this.decay = decay;
        this.average = Parameters.from(start, manager);
        average.requireGradients(false);
    }

    /** Starts at the generator's present weights. */
    static WeightAverage fresh(Networks networks, TrainingOptions.Averaging options, NDManager manager) {
        StateDict start = networks.generatorWeights().toStateDict();
        return new WeightAverage(networks, start, options.decay(), manager);
    }

    /** Goes on where a checkpoint's average was. */
    static WeightAverage restored(
            Networks networks, TrainingOptions.Averaging options, StateDict checkpoint, NDManager manager) {
        StateDict start = checkpoint.under(Checkpoint.AVERAGE);
        networks.generator().check(start);
        return new WeightAverage(networks, start, options.decay(), manager);
    }

    /**
     * Takes in the weights after a step.
     *
     * @param steps taken so far; early on the average forgets faster, or the random start would stay in it
     */
    void update(long steps) {
        double keep = Math.min(decay, (1.0 + steps) / (10.0 + steps)); // TensorFlow's warm-up of moving averages
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            networks.generatorWeights().trainable().forEach((name, weight) -> average.get(name)
                    .muli(keep)
                    .addi(weight.stopGradient().mul(1 - keep)));
        }
    }

    /**
     * Estimates what does not average: takes the generator's running statistics and singular vectors and moves them
     * towards the averaged weights' own, one forward pass per batch. Half of the batches get encoded styles, half drawn
     * ones, since both are asked for later.
     */
    void refresh(List<Batch> batches, long seed) {
        adoptStatistics();
        for (int i = 0; i < batches.size(); i++) {
            Batch batch = batches.get(i);
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray z = null;
                int styleSize = networks.generator().shape().styleSize();
                if (styleSize > 0) {
                    Shape shape = new Shape(batch.size(), styleSize);
                    z = manager.create(new NormalNumbers(seed, i).next((int) shape.size()), shape);
                    if (i % 2 == 0 && networks.encoder() != null && networks.encoderWeights() != null) {
                        NDArray photo = TrainingStep.photo(batch, manager);
                        Encoding encoding = networks.encoder().forward(networks.encoderWeights(), photo, false);
                        z = encoding.sample(z);
                    }
                }
                networks.generator().forward(average, TrainingStep.segmentation(batch, networks, manager), z, true);
            }
        }
    }

    /** Takes over what does not average from the generator as it is: a little off, but at once. */
    void adoptStatistics() {
        Parameters live = networks.generatorWeights();
        average.arrays().forEach((name, array) -> {
            if (!average.trainable().containsKey(name)) {
                live.get(name).copyTo(array);
            }
        });
    }

    /** The averaged generator; belongs to this average. */
    Parameters weights() {
        return average;
    }

    @Override
    public void close() {
        average.close();
    }
}
