package org.limner.trainer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** Which arrays a network has: their names, shapes and what they start as. Blocks add theirs in the state dict's order. */
final class ParameterLayout {
    private enum Kind {
        WEIGHT,
        SPECTRAL_WEIGHT,
        SPECTRAL_VECTOR,
        SCALE,
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

    /**
     * A convolution that may be spectrally normalised: {@code weight_orig}, {@code weight_u} and {@code weight_v}, behind the bias as
     * PyTorch orders them; otherwise {@code weight}, with the bias behind it.
     */
    void convolution(String name, boolean spectral, boolean bias, long... weight) {
        if (!spectral) {
            add(name + ".weight", Kind.WEIGHT, true, weight);
        }
        if (bias) {
            add(name + ".bias", Kind.ZEROS, true, weight[0]);
        }
        if (spectral) {
            add(name + ".weight_orig", Kind.SPECTRAL_WEIGHT, true, weight);
            add(name + ".weight_u", Kind.SPECTRAL_VECTOR, false, weight[0]);
            add(name + ".weight_v", Kind.SPECTRAL_VECTOR, false, Initialization.fanIn(weight));
        }
    }

    /** A batch normalisation with scale and shift, and its running statistics. */
    void batchNorm(String name, long channels) {
        add(name + ".weight", Kind.SCALE, true, channels);
        add(name + ".bias", Kind.ZEROS, true, channels);
        runningStatistics(name, channels);
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

    /** In order; a view. */
    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Of the arrays by name, in order; without counters, which are no numbers of the network. */
    Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            if (entry.kind != Kind.COUNTER) {
                shapes.put(name, entry.shape.clone());
            }
        });
        return shapes;
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
    StateDict initialize(Initialization initialization, double gain, long seed) {
        StateDict weights = new StateDict();
        entries.forEach((name, entry) ->
                weights.put(name, initialize(entry, initialization, gain, new SplittableRandom(mix(seed, name)))));
        return weights;
    }

    private static WeightTensor initialize(
            Entry entry, Initialization initialization, double gain, SplittableRandom random) {
        long[] shape = entry.shape;
        if (entry.kind == Kind.COUNTER) {
            return WeightTensor.of(new long[1], shape);
        }
        float[] values = new float[Math.toIntExact(elements(shape))];
        switch (entry.kind) {
            case ONES -> Arrays.fill(values, 1f);
            case WEIGHT, SPECTRAL_WEIGHT ->
                initialization.fill(values, shape, entry.kind == Kind.SPECTRAL_WEIGHT, gain, random);
            case SPECTRAL_VECTOR -> RandomFill.unit(values, random);
            case SCALE -> RandomFill.normal(values, 1, gain, random); // as the reference starts a batch norm's weight
            default -> {} // ZEROS
        }
        return WeightTensor.of(values, shape);
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
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
