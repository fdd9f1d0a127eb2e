package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.limner.trainer.weights.ElementType;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * The arrays of one network under the names of the reference's state dict, for example {@code up_0.conv_0.weight_orig}.
 *
 * <p>Owns its arrays: they are in a manager of their own and die with {@link #close()}. Trainable ones take gradients from
 * the start; buffers (running statistics, u and v of spectral normalisation) are written by forward passes in training mode.
 */
public final class Parameters implements AutoCloseable {
    private static final Set<String> BUFFERS =
            Set.of("weight_u", "weight_v", "running_mean", "running_var", "num_batches_tracked");

    private final NDManager manager;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final Map<String, NDArray> trainable = new LinkedHashMap<>();

    private Parameters(NDManager manager) {
        this.manager = manager;
    }

    /** Copies a state dict to the device of {@code parent}, which closes these parameters when it is closed first. */
    public static Parameters from(StateDict weights, NDManager parent) {
        Parameters parameters = new Parameters(parent.newSubManager());
        weights.tensors().forEach(parameters::add);
        parameters.requireGradients(true);
        return parameters;
    }

    private void add(String name, WeightTensor tensor) {
        Shape shape = new Shape(tensor.shape());
        NDArray array = tensor.type().floating()
                ? manager.create(tensor.floats(), shape)
                : manager.create(tensor.longs(), shape);
        NDScope.unregister(array); // a caller's scope may end long before these do
        arrays.put(name, array);
        if (isTrainable(name)) {
            trainable.put(name, array);
        }
    }

    /** Whether an optimiser changes the array of this name; the others are buffers. */
    public static boolean isTrainable(String name) {
        return !BUFFERS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** Throws {@link IllegalArgumentException} that names the array when it is not there. */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("parameter '" + name + "' is missing");
        }
        return array;
    }

    public boolean contains(String name) {
        return arrays.containsKey(name);
    }

    /** All arrays in the state dict's order; a view. */
    public Map<String, NDArray> arrays() {
        return Collections.unmodifiableMap(arrays);
    }

    /** What an optimiser changes: everything but the buffers, in order; a view. */
    public Map<String, NDArray> trainable() {
        return Collections.unmodifiableMap(trainable);
    }

    /** Whether gradients flow into the trainable arrays; false freezes the network while another one learns from it. */
    public void requireGradients(boolean required) {
        trainable.values().forEach(array -> array.setRequiresGradient(required));
    }

    /** A copy in plain memory: float32, and int64 for the batch counters. */
    public StateDict toStateDict() {
        StateDict weights = new StateDict();
        arrays.forEach((name, array) -> weights.put(name, tensor(array)));
        return weights;
    }

    private static WeightTensor tensor(NDArray array) {
        long[] shape = array.getShape().getShape();
        return array.getDataType() == DataType.INT64
                ? WeightTensor.of(ElementType.I64, array.toLongArray(), shape)
                : WeightTensor.of(array.toFloatArray(), shape);
    }

    /** Frees the arrays. */
    @Override
    public void close() {
        manager.close();
    }
}
