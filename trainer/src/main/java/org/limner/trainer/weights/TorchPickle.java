package org.limner.trainer.weights;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A state dict as the pickle of a {@code .pth} file: an {@code OrderedDict} of names to tensors over storages, and the modules'
 * versions as its attribute {@code _metadata}, without which torch 1.0 takes a spectral norm for one of an older file. A
 * tensor's storage is named by its position, {@code 0}, {@code 1} and so on.
 */
final class TorchPickle {
    private TorchPickle() {}

    /**
     * @param legacy whether storages are described as before torch 1.6: with a view, which is none
     */
    static byte[] of(StateDict weights, boolean legacy) {
        PickleWriter pickle = new PickleWriter().orderedDictionary().mark();
        int key = 0;
        for (Map.Entry<String, WeightTensor> entry : weights.tensors().entrySet()) {
            pickle.string(entry.getKey());
            tensor(pickle, entry.getValue(), Integer.toString(key++), legacy);
        }
        pickle.items();
        pickle.dictionary().mark().string("_metadata");
        versions(pickle, weights);
        return pickle.items().attributes().end();
    }

    private static void tensor(PickleWriter pickle, WeightTensor tensor, String key, boolean legacy) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
        pickle.mark()
                .string("storage")
                .global("torch", storage(tensor.type()))
                .string(key)
                .string("cpu")
                .integer(tensor.elements());
        if (legacy) {
            pickle.none();
        }
        pickle.tuple().persistent();
        pickle.integer(0).tuple(tensor.shape()).tuple(strides(tensor.shape()));
        pickle.bool(false).orderedDictionary().tuple().call(); // takes no gradient, has no hooks
    }

    private static long[] strides(long... shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape[axis]);
        }
        return strides;
    }

    private static String storage(ElementType type) {
        return switch (type) {
            case F64 -> "DoubleStorage";
            case F32 -> "FloatStorage";
            case F16 -> "HalfStorage";
            case BF16 -> "BFloat16Storage";
            case I64 -> "LongStorage";
            case I32 -> "IntStorage";
            case I16 -> "ShortStorage";
            case I8 -> "CharStorage";
            case U8 -> "ByteStorage";
            case BOOL -> "BoolStorage";
        };
    }

    /** Every module that has arrays, and those around it: 1, but 2 for batch norms since they count batches. */
    private static void versions(PickleWriter pickle, StateDict weights) {
        Set<String> modules = new LinkedHashSet<>();
        modules.add("");
        for (String name : weights.names()) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                modules.add(name.substring(0, dot));
            }
        }
        pickle.orderedDictionary().mark();
        for (String module : modules) {
            boolean counts = weights.contains(module + ".num_batches_tracked");
            pickle.string(module).dictionary().mark().string("version").integer(counts ? 2 : 1);
            if (weights.contains(module + ".weight_u")) {
                pickle.string("spectral_norm").dictionary().mark();
                pickle.string("weight.version").integer(1).items();
            }
            pickle.items();
        }
        pickle.items();
    }
}
