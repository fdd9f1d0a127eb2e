package org.limner.trainer.network;

import java.util.SplittableRandom;

/** Random numbers for weights to start from; the same stream gives the same bits on every machine. */
final class RandomFill {
    private RandomFill() {}

    /** Uniform in [-{@code bound}, {@code bound}). */
    static void uniform(float[] values, double bound, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }

    /** Normal around {@code mean}. */
    static void normal(float[] values, double mean, double deviation, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * standardNormal(random));
        }
    }

    /** Normal, then brought to length 1. */
    static void unit(float[] values, SplittableRandom random) {
        normal(values, 0, 1, random);
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
    }

    /**
     * {@code rows x columns} whose rows, or columns where there are fewer of them, are perpendicular and of length {@code gain}:
     * Saxe et al. 2013 (arXiv 1312.6120). Modified Gram-Schmidt on normal numbers, which is the QR decomposition with a positive
     * diagonal, so every such matrix is equally likely.
     */
    static void orthogonal(float[] values, int rows, double gain, SplittableRandom random) {
        int columns = values.length / rows;
        int count = Math.min(rows, columns);
        double[][] vectors = new double[count][Math.max(rows, columns)];
        for (double[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = standardNormal(random);
            }
        }
        for (int k = 0; k < count; k++) {
            scale(vectors[k], 1 / Math.sqrt(dot(vectors[k], vectors[k])));
            for (int later = k + 1; later < count; later++) {
                subtract(vectors[later], dot(vectors[later], vectors[k]), vectors[k]);
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double value = rows <= columns ? vectors[row][column] : vectors[column][row];
                values[row * columns + column] = (float) (gain * value);
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void scale(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    private static void subtract(double[] from, double factor, double[] vector) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * vector[i];
        }
    }

    /** Box-Muller. */
    private static double standardNormal(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
