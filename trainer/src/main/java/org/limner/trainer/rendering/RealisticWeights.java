package org.limner.trainer.rendering;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.limner.schemas.bundle.Architecture;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.network.BatchNormEpsilon;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * Weights of a generator that nobody trained but whose maps have the sizes that trained ones' have, so that nothing
 * saturates, dies or underflows: arithmetic on such numbers takes another time. Without spectral norms, which rendering
 * folds anyway.
 *
 * <p>The standard deviations keep the variance of what flows through near that of a block's input, see
 * {@link #inputVariance}; they were found by trial on generators of full size.
 */
final class RealisticWeights {
    private static final double FULL_HIDDEN = 128; // of the generators that the modulations' deviations were found for

    private final GeneratorShape shape;
    private final SplittableRandom random;

    private RealisticWeights(GeneratorShape shape, long seed) {
        this.shape = shape;
        this.random = new SplittableRandom(seed);
    }

    /** The same seed gives the same bits. */
    static StateDict of(GeneratorShape shape, long seed) {
        RealisticWeights realistic = new RealisticWeights(shape, seed);
        StateDict weights = new StateDict();
        new SpadeGenerator(shape, false, BatchNormEpsilon.ADDED).shapes().forEach((name, axes) -> {
            weights.put(name, WeightTensor.of(realistic.values(name, axes), axes));
            if (name.endsWith(".running_var")) { // a state dict is whole with the count of its batches
                weights.put(
                        name.replace("running_var", "num_batches_tracked"),
                        WeightTensor.of(new long[] {1}, new long[0]));
            }
        });
        return weights;
    }

    private float[] values(String name, long[] axes) {
        float[] values = new float[Math.toIntExact(LongStream.of(axes).reduce(1, Math::multiplyExact))];
        boolean variance = name.endsWith(".running_var");
        double deviation = variance ? 0 : deviation(name, (double) values.length / axes[0]);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float)
                    (variance ? inputVariance(name) * (0.5 + random.nextDouble()) : deviation * random.nextGaussian());
        }
        return values;
    }

    /** @param fanIn numbers that one of a weight's outputs sums over */
    private double deviation(String name, double fanIn) {
        if (name.endsWith(".running_mean")) {
            return 0.3 * Math.sqrt(inputVariance(name));
        }
        if (name.endsWith(".bias")) {
            return name.contains(".mlp_shared.") ? 0.2 : name.contains(".conv_") ? 0.05 : 0.1;
        }
        Architecture architecture = shape.architecture();
        int kernel = architecture.spadeKernel();
        if (name.contains(".mlp_shared.")) {
            return 0.9 / kernel; // one label in each of kernel x kernel places, and sometimes an edge
        }
        if (name.contains(".mlp_")) {
            double full = FULL_HIDDEN * 9 / (architecture.hidden() * kernel * kernel);
            return (name.contains(".mlp_gamma.") ? 0.015 : 0.025) * Math.sqrt(full);
        }
        if (name.startsWith("fc.")) {
            return shape.readsStyle() ? 1 / Math.sqrt(fanIn) : 1.0 / 3; // 3 x 3 places with one label each
        }
        // Half of what is activated is nearly gone; tanh would flatten a last map of deviation 1.
        double gain = name.startsWith("conv_img.") ? 0.4 : name.contains(".conv_s.") ? 1 : 1.7;
        return Math.sqrt(gain / fanIn);
    }

    /** Of the map that a normalisation reads: each block adds its own to what came in. */
    private static double inputVariance(String name) {
        if (name.contains(".norm_1.")) {
            return 1;
        }
        return switch (name.substring(0, name.indexOf('.'))) {
            case "head_0" -> 1;
            case "G_middle_1" -> 3;
            case "up_0" -> 4;
            default -> 2;
        };
    }
}
