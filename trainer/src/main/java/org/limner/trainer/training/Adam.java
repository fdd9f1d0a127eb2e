package org.limner.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * Adam, Kingma and Ba 2014 (arXiv 1412.6980), algorithm 1, as PyTorch computes it: epsilon is added after the bias correction.
 *
 * <p>Changes the weights it was given in place and keeps their moments in arrays of its own, which {@link #state()} and
 * {@link #restore} carry through a checkpoint bit for bit. The engine's own optimiser hides its moments and adds epsilon before
 * the correction.
 */
public final class Adam implements AutoCloseable {
    private static final double EPSILON = 1e-8; // PyTorch's default, which the reference uses

    private static final String STEPS = "steps";
    private static final String FIRST = ".first_moment";
    private static final String SECOND = ".second_moment";

    private static final String BEGUN = ".begun";

    /** {@code begun}: steps that had been taken when the moments were last zero. */
    private record Slot(NDArray weight, NDArray first, NDArray second, long begun) {}

    private final NDManager manager;
    private final float beta1;
    private final float beta2;
    private final double gradientLimit;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private long steps;

    /**
     * @param weights by the names their moments are saved under; the caller closes them, after this
     * @param beta1   0 in the reference's training with two time scales
     * @param beta2   0.9 there (the paper's text says 0.999; its author calls that wrong)
     */
    public Adam(Map<String, NDArray> weights, NDManager parent, float beta1, float beta2) {
        this(weights, parent, beta1, beta2, 0);
    }

    /**
     * @param gradientLimit of the norm of all gradients together, Pascanu et al. 2013 (arXiv 1211.5063), algorithm 1: a longer
     *                      gradient is shortened to it; 0: none is
     */
    public Adam(Map<String, NDArray> weights, NDManager parent, float beta1, float beta2, double gradientLimit) {
        this.manager = parent.newSubManager();
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.gradientLimit = gradientLimit;
        weights.forEach((name, weight) ->
                slots.put(name, new Slot(weight, zeros(weight.getShape()), zeros(weight.getShape()), 0)));
    }

    private NDArray zeros(Shape shape) {
        NDArray zeros = manager.zeros(shape);
        NDScope.unregister(zeros); // a caller's scope may end long before the moments do
        return zeros;
    }

    /** One step against the gradients of the last backward passes, which are zero afterwards. */
    public void step(double learningRate) {
        steps++;
        float shortened = (float) shortening();
        for (Slot slot : slots.values()) {
            double correction1 = 1 - Math.pow(beta1, steps - slot.begun);
            double correction2 = 1 - Math.pow(beta2, steps - slot.begun);
            // m / c1 / (sqrt(v / c2) + e) = sqrt(c2) / c1 * m / (sqrt(v) + e sqrt(c2)): the engine's update has no
            // corrections.
            float rate = (float) (learningRate * Math.sqrt(correction2) / correction1);
            float epsilon = (float) (EPSILON * Math.sqrt(correction2));
            NDArray weight = slot.weight;
            try (NDArray gradient = weight.getGradient()) {
                NDList state = new NDList(weight, gradient, slot.first, slot.second);
                weight.getNDArrayInternal()
                        .adamUpdate(
                                state,
                                new NDList(weight),
                                (float) learningRate,
                                rate,
                                0f, // weight decay
                                shortened, // gradient's factor
                                -1f, // no clipping
                                beta1,
                                beta2,
                                epsilon,
                                true,
                                false);
            }
        }
    }

    private double shortening() {
        if (gradientLimit == 0) {
            return 1;
        }
        double squares = 0;
        for (Slot slot : slots.values()) {
            try (NDArray gradient = slot.weight.getGradient();
                    NDArray square = gradient.square();
                    NDArray sum = square.sum()) {
                squares += sum.getFloat();
            }
        }
        return Math.min(1, gradientLimit / Math.sqrt(squares));
    }

    /** How many steps were taken, those before a {@link #restore} included. */
    public long steps() {
        return steps;
    }

    /**
     * A copy of everything a resumed training needs: {@code steps}, two moments under each weight's name and, where they began
     * later than the training, the step at which.
     */
    public StateDict state() {
        StateDict state = new StateDict().put(STEPS, WeightTensor.of(new long[] {steps}, 1));
        slots.forEach((name, slot) -> {
            long[] shape = slot.weight.getShape().getShape();
            state.put(name + FIRST, WeightTensor.of(slot.first.toFloatArray(), shape));
            state.put(name + SECOND, WeightTensor.of(slot.second.toFloatArray(), shape));
            if (slot.begun > 0) {
                state.put(name + BEGUN, WeightTensor.of(new long[] {slot.begun}, 1));
            }
        });
        return state;
    }

    /** What {@link #state()} gives before the first step on {@code weights}: all moments zero. */
    static StateDict startingState(Map<String, WeightTensor> weights) {
        StateDict state = new StateDict().put(STEPS, WeightTensor.of(new long[1], 1));
        Map<Integer, float[]> zeros = new HashMap<>(); // shared, since tensors never change
        weights.forEach((name, weight) -> {
            WeightTensor zero = WeightTensor.of(zeros.computeIfAbsent(weight.elements(), float[]::new), weight.shape());
            state.put(name + FIRST, zero);
            state.put(name + SECOND, zero);
        });
        return state;
    }

    /**
     * Takes over what {@link #state()} gave, but for the moments of {@link #overflowed} weights, which begin anew at zero.
     *
     * @return the names of those weights
     * @throws IllegalArgumentException that names what is missing or misshapen
     */
    public Set<String> restore(StateDict state) {
        Set<String> anew = new LinkedHashSet<>(overflowed(state));
        steps = state.get(STEPS).longs()[0];
        slots.replaceAll((name, slot) -> {
            long[] shape = slot.weight.getShape().getShape();
            float[] first = state.get(name + FIRST, shape).floats();
            float[] second = state.get(name + SECOND, shape).floats();
            slot.first.set(anew.contains(name) ? new float[first.length] : first);
            slot.second.set(anew.contains(name) ? new float[second.length] : second);
            long begun = state.find(name + BEGUN).map(step -> step.longs()[0]).orElse(0L);
            return new Slot(slot.weight, slot.first, slot.second, anew.contains(name) ? steps : begun);
        });
        return anew;
    }

    /**
     * The weights in {@link #state()} that never learn again: one gradient beyond 1.8e19 makes the second moment, its square,
     * infinite in float32, for good, and what is divided by it is zero.
     */
    static List<String> overflowed(StateDict state) {
        return state.names().stream()
                .filter(name -> name.endsWith(SECOND))
                .map(name -> name.substring(0, name.length() - SECOND.length()))
                .filter(name -> !finite(state.get(name + FIRST)) || !finite(state.get(name + SECOND)))
                .toList();
    }

    private static boolean finite(WeightTensor moment) {
        for (float value : moment.floats()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Frees the moments. */
    @Override
    public void close() {
        manager.close();
    }
}
