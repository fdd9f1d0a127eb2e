package org.limner.trainer.network;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How weights start; in settings in lower case. Biases start at zero in all of them.
 *
 * <p>Shapes are {@code out x in x k x k} of convolutions and {@code out x in} of linear layers; the fan in is what one output sums
 * over, {@code in k k}.
 */
public enum Initialization {
    /**
     * What training the reference on a GPU really starts from: spectrally normalised weights keep PyTorch's default, uniform
     * in +-1 / sqrt(fan in) (Kaiming uniform with a = sqrt(5)); the others are as in {@link #XAVIER}.
     */
    REFERENCE_GPU {
        @Override
        void fill(float[] values, long[] shape, boolean spectral, double gain, SplittableRandom random) {
            if (spectral) {
                RandomFill.uniform(values, 1 / Math.sqrt(fanIn(shape)), random);
            } else {
                XAVIER.fill(values, shape, false, gain, random);
            }
        }
    },
    /** Glorot and Bengio 2010, eq. 16 for a normal distribution, times the gain: what the paper says, for every weight. */
    XAVIER {
        @Override
        void fill(float[] values, long[] shape, boolean spectral, double gain, SplittableRandom random) {
            double fanOut = shape[0] * ((double) fanIn(shape) / shape[1]); // fans count the kernel's area
            RandomFill.normal(values, 0, gain * Math.sqrt(2 / (fanIn(shape) + fanOut)), random);
        }
    },
    /** Normal with the gain as its standard deviation, as DCGAN and pix2pixHD begin (Radford et al. 2015, sec. 4). */
    NORMAL {
        @Override
        void fill(float[] values, long[] shape, boolean spectral, double gain, SplittableRandom random) {
            RandomFill.normal(values, 0, gain, random);
        }
    },
    /** He et al. 2015 (arXiv 1502.01852), eq. 10: normal with variance 2 / fan in. Has no gain, as in the reference. */
    KAIMING {
        @Override
        void fill(float[] values, long[] shape, boolean spectral, double gain, SplittableRandom random) {
            RandomFill.normal(values, 0, Math.sqrt(2.0 / fanIn(shape)), random);
        }
    },
    /** Saxe et al. 2013 (arXiv 1312.6120): weights seen as {@code out x fan in} are orthogonal, times the gain. */
    ORTHOGONAL {
        @Override
        void fill(float[] values, long[] shape, boolean spectral, double gain, SplittableRandom random) {
            RandomFill.orthogonal(values, (int) shape[0], gain, random);
        }
    };

    /** The reference's {@code init_variance}, which is a gain. */
    public static final double GAIN = 0.02;

    /**
     * Fills {@code values}, a weight of this {@code shape}.
     *
     * @param spectral whether it is spectrally normalised
     */
    abstract void fill(float[] values, long[] shape, boolean spectral, double gain, SplittableRandom random);

    static long fanIn(long[] shape) {
        return Arrays.stream(shape, 1, shape.length).reduce(1, Math::multiplyExact);
    }
}
