package org.limner.trainer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** Which arrays a network has: their names, shapes and what they start as. Blocks add theirs in the state dict's order. */
final class ParameterLayout {
    private static final double XAVIER_GAIN = 0.02; // the reference's init_variance, which is a gain

    private enum Kind {
        WEIGHT,
        SPECTRAL_WEIGHT,
        SPECTRAL_VECTOR,
        ZEROS,
        ONES,
        COUNTER
    }

    private record Entry(Kind kind, boolean trainable, long[] shape) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** A convolution or linear layer: {@code name.weight} and {@code name.bias}. */
    void plain(String name, long... weight) {
        add(name + ".weight", Kind.WEIGHT, true, weight);
        add(name + ".bias", Kind.ZEROS, true, weight[0]);
    }

    /** A spectrally normalised convolution: {@code weight_orig}, {@code weight_u}, {@code weight_v} and perhaps a bias. */
    void spectral(String name, boolean bias, long... weight) {
        if (bias) {
            add(name + ".bias", Kind.ZEROS, true, weight[0]);
        }
        add(name + ".weight_orig", Kind.SPECTRAL_WEIGHT, true, weight);
        add(name + ".weight_u", Kind.SPECTRAL_VECTOR, false, weight[0]);
        add(name + ".weight_v", Kind.SPECTRAL_VECTOR, false, fanIn(weight));
    }

    /** Running statistics of a batch normalisation without scale and shift. */
    void runningStatistics(String name, long channels) {
        add(name + ".running_mean", Kind.ZEROS, false, channels);
        add(name + ".running_var", Kind.ONES, false, channels);
        add(name + ".num_batches_tracked", Kind.COUNTER, false);
    }

    private void add(String name, Kind kind, boolean trainable, long... shape) {
        if (entries.put(name, new Entry(kind, trainable, shape)) != null) {
            throw new IllegalStateException("two arrays are named '" + name + "'");
        }
    }

    /** Numbers that training changes: all but running statistics, counters and the vectors of spectral normalisation. */
    long trainableCount() {
        return entries.values().stream()
                .filter(entry -> entry.trainable)
                .mapToLong(entry -> elements(entry.shape))
                .sum();
    }

    /** Throws {@link IllegalArgumentException} that names the arrays unless {@code weights} has exactly these. */
    void check(String network, StateDict weights) {
        List<String> problems = new ArrayList<>();
        entries.forEach((name, entry) -> {
            if (!weights.contains(name)) {
                problems.add("'" + name + "' is missing");
            } else if (!Arrays.equals(weights.get(name).shape(), entry.shape)) {
                problems.add("'" + name + "' has shape "
                        + Arrays.toString(weights.get(name).shape()) + " but needs " + Arrays.toString(entry.shape));
            }
        });
        weights.names().stream()
                .filter(name -> !entries.containsKey(name))
                .forEach(name -> problems.add("'" + name + "' has no place"));
        if (!problems.isEmpty()) {
            String first = String.join(", ", problems.subList(0, Math.min(5, problems.size())));
            throw new IllegalArgumentException(
                    "state dict does not fit the " + network + ": " + problems.size() + " problems, first " + first);
        }
    }

    /** Fresh weights. The same seed gives the same bits, and each array has its own stream, whatever the others are. */
    StateDict initialize(Initialization initialization, long seed) {
        StateDict weights = new StateDict();
        entries.forEach((name, entry) ->
                weights.put(name, initialize(entry, initialization, new SplittableRandom(mix(seed, name)))));
        return weights;
    }

    private static WeightTensor initialize(Entry entry, Initialization initialization, SplittableRandom random) {
        long[] shape = entry.shape;
        if (entry.kind == Kind.COUNTER) {
            return WeightTensor.of(new long[1], shape);
        }
        float[] values = new float[Math.toIntExact(elements(shape))];
        switch (entry.kind) {
            case ONES -> Arrays.fill(values, 1f);
            case SPECTRAL_WEIGHT -> {
                if (initialization == Initialization.REFERENCE_GPU) {
                    fillUniform(values, 1 / Math.sqrt(fanIn(shape)), random); // Kaiming uniform with a = sqrt(5)
                } else {
                    fillNormal(values, glorotDeviation(shape), random);
                }
            }
            case WEIGHT -> fillNormal(values, glorotDeviation(shape), random);
            case SPECTRAL_VECTOR -> {
                fillNormal(values, 1, random);
                normalize(values);
            }
            default -> {} // ZEROS
        }
        return WeightTensor.of(values, shape);
    }

    /** Glorot and Bengio 2010, eq. 16 for a normal distribution, times the gain; fans count the kernel's area. */
    private static double glorotDeviation(long[] shape) {
        double area = (double) fanIn(shape) / shape[1];
        return XAVIER_GAIN * Math.sqrt(2 / (fanIn(shape) + shape[0] * area));
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private static long fanIn(long[] shape) {
        return Arrays.stream(shape, 1, shape.length).reduce(1, Math::multiplyExact);
    }

    private static void fillUniform(float[] values, double bound, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }

    /** Box-Muller. */
    private static void fillNormal(float[] values, double deviation, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            values[i] = (float) (deviation * radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
        }
    }

    private static void normalize(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
    }

    /** FNV-1a of the name over the seed: adding a layer leaves the others' weights as they were. */
    private static long mix(long seed, String name) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
