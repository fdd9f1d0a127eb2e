package org.limner.trainer.weights;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network's tensors by name, in the order they were put: PyTorch's {@code state_dict}, with its names, for example
 * {@code up_0.conv_0.weight_orig}. Filled by one thread, then shared.
 */
public final class StateDict {
    private final Map<String, WeightTensor> tensors = new LinkedHashMap<>();

    /** Adds a tensor at the end; throws {@link IllegalArgumentException} when the name is taken. */
    public StateDict put(String name, WeightTensor tensor) {
        if (tensors.putIfAbsent(name, tensor) != null) {
            throw new IllegalArgumentException("tensor '" + name + "' is there twice");
        }
        return this;
    }

    /** Adds all tensors of {@code other}, each name behind {@code prefix}. */
    public StateDict putAll(String prefix, StateDict other) {
        other.tensors.forEach((name, tensor) -> put(prefix + name, tensor));
        return this;
    }

    /** Throws {@link IllegalArgumentException} that names the tensor when it is not there. */
    public WeightTensor get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("tensor '" + name + "' is missing"));
    }

    /** As {@link #get(String)}, and throws with both shapes when it has another than {@code shape}. */
    public WeightTensor get(String name, long... shape) {
        WeightTensor tensor = get(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("tensor '" + name + "' has shape " + Arrays.toString(tensor.shape())
                    + " but needs " + Arrays.toString(shape));
        }
        return tensor;
    }

    public Optional<WeightTensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /** In order; a view. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /** In order; a view. */
    public Map<String, WeightTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    public int size() {
        return tensors.size();
    }

    public boolean isEmpty() {
        return tensors.isEmpty();
    }

    /** The tensors whose names begin with {@code prefix}, without it; the arrays are shared. */
    public StateDict under(String prefix) {
        StateDict part = new StateDict();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
            }
        });
        return part;
    }
}
