package org.limner.trainer.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.razorvine.pickle.PickleException;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code .pth} file's pickle says before any storage is read: the views by name, and for each storage the first tensor that
 * uses it, so that an error about bytes can name a tensor.
 */
record TorchTensors(Map<String, TorchTensor> byName, Map<String, String> firstOwner) {

    /** Checks what a pickle held: a dictionary of names to tensors that agree about their storages. */
    static TorchTensors of(Path file, Object root) throws WeightFormatException {
        if (!(root instanceof Map<?, ?> entries)) {
            throw new WeightFormatException(file, "holds a " + describe(root) + ", not a state dict");
        }
        Map<String, TorchTensor> byName = new LinkedHashMap<>();
        Map<String, String> firstOwner = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof TorchTensor tensor)) {
                throw new WeightFormatException(
                        file, "entry '" + entry.getKey() + "' is a " + describe(entry.getValue()) + ", not a tensor");
            }
            TorchTensor.Storage storage = tensor.storage();
            if (storage.elements() > Integer.MAX_VALUE - 8) {
                throw new WeightFormatException(
                        file,
                        "tensor '" + name + "' has a storage of " + storage.elements()
                                + " elements, more than an array holds");
            }
            String owner = firstOwner.putIfAbsent(storage.key(), name);
            if (owner != null && !byName.get(owner).storage().equals(storage)) {
                throw new WeightFormatException(
                        file, "tensors '" + owner + "' and '" + name + "' disagree about storage " + storage.key());
            }
            byName.put(name, tensor);
        }
        return new TorchTensors(byName, firstOwner);
    }

    /** One pickle of {@code file}. */
    static Object unpickle(Path file, InputStream in) throws IOException {
        try {
            return TorchUnpickler.unpickle(in);
        } catch (PickleException refused) {
            throw new WeightFormatException(file, String.valueOf(refused.getMessage()), refused);
        } catch (IOException early) {
            throw new WeightFormatException(file, "ends inside a pickle", early);
        }
    }

    TorchTensor.Storage storage(String key) {
        return byName.get(firstOwner.get(key)).storage();
    }

    /** For error messages: a storage and the tensor that needs it. */
    String describe(String key) {
        return "storage " + key + " of tensor '" + firstOwner.get(key) + "'";
    }

    /** {@code storages}: by key, what {@link ElementReader#read} gave. */
    StateDict materialize(Map<String, Object> storages) {
        StateDict read = new StateDict();
        byName.forEach((name, tensor) ->
                read.put(name, tensor.materialize(storages.get(tensor.storage().key()))));
        return read;
    }

    private static String describe(@Nullable Object value) {
        return value == null
                ? "None"
                : value instanceof Map ? "dictionary" : value.getClass().getSimpleName();
    }
}
