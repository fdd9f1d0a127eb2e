package org.limner.trainer.weights;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickles of a {@code .pth} file and nothing more. A pickle is a program: it may name any function and call it, which
 * is how such files run commands on the machine that loads them. Here only the handful of names and opcodes that
 * {@code torch.save} uses for tensors are known; anything else is refused by name, and nothing is ever called by reflection.
 *
 * <p>Dictionaries keep their order, which the library's own handling of them loses.
 */
final class TorchUnpickler extends Unpickler {
    /** Names of tensors and storages are short; a length beyond this is an attempt to exhaust memory. */
    private static final int MAX_STRING_BYTES = 1 << 20;

    /** Opcodes that only push, group or remember data; see Python's {@code pickletools}. */
    private static final Set<Short> DATA = Set.of(
            Opcodes.PROTO,
            Opcodes.STOP,
            Opcodes.FRAME,
            Opcodes.MARK,
            Opcodes.NONE,
            Opcodes.NEWTRUE,
            Opcodes.NEWFALSE,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.LONG1,
            Opcodes.BINFLOAT,
            Opcodes.SHORT_BINSTRING,
            Opcodes.SHORT_BINUNICODE,
            Opcodes.BINSTRING,
            Opcodes.BINUNICODE,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.EMPTY_LIST,
            Opcodes.APPEND,
            Opcodes.APPENDS,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.MEMOIZE,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET,
            Opcodes.BINPERSID);

    /** Every name a file may use, and what it stands for. */
    private static final Map<String, Object> GLOBALS = Map.ofEntries(
            Map.entry("collections.OrderedDict", Call.ORDERED_DICT),
            Map.entry("torch._utils._rebuild_tensor_v2", Call.TENSOR),
            Map.entry("torch._utils._rebuild_parameter", Call.PARAMETER),
            Map.entry("torch.DoubleStorage", ElementType.F64),
            Map.entry("torch.FloatStorage", ElementType.F32),
            Map.entry("torch.HalfStorage", ElementType.F16),
            Map.entry("torch.BFloat16Storage", ElementType.BF16),
            Map.entry("torch.LongStorage", ElementType.I64),
            Map.entry("torch.IntStorage", ElementType.I32),
            Map.entry("torch.ShortStorage", ElementType.I16),
            Map.entry("torch.CharStorage", ElementType.I8),
            Map.entry("torch.ByteStorage", ElementType.U8),
            Map.entry("torch.BoolStorage", ElementType.BOOL));

    private enum Call {
        ORDERED_DICT,
        TENSOR,
        PARAMETER
    }

    /** One pickle from a stream that supports marks; reads no byte beyond its end. Throws {@link PickleException}. */
    static Object unpickle(InputStream in) throws IOException {
        try {
            return new TorchUnpickler().load(in);
        } catch (PickleException refused) {
            throw refused;
        } catch (RuntimeException broken) { // the library's answer to an operand of the wrong kind or an empty stack
            throw new PickleException("broken pickle: " + broken, broken);
        }
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        if (opcode == Opcodes.GLOBAL) {
            String module = PickleUtils.readline(input);
            stack.add(global(module, PickleUtils.readline(input)));
        } else if (opcode == Opcodes.STACK_GLOBAL) {
            String name = (String) stack.pop();
            stack.add(global((String) stack.pop(), name));
        } else if (opcode == Opcodes.REDUCE) {
            Object[] arguments = (Object[]) stack.pop();
            stack.add(call(stack.pop(), arguments));
        } else if (opcode == Opcodes.BUILD) {
            build(stack.pop());
        } else if (opcode == Opcodes.EMPTY_DICT) {
            stack.add(new LinkedHashMap<>());
        } else if (opcode == Opcodes.SETITEM) {
            Object value = stack.pop();
            Object key = stack.pop();
            dictionary().put(key, value);
        } else if (opcode == Opcodes.SETITEMS) {
            List<Object> pairs = stack.pop_all_since_marker();
            for (int i = 0; i < pairs.size(); i += 2) {
                dictionary().put(pairs.get(i), pairs.get(i + 1));
            }
        } else if (DATA.contains(opcode)) {
            if (opcode == Opcodes.BINUNICODE || opcode == Opcodes.BINSTRING) {
                checkStringLength();
            }
            return super.dispatch(opcode);
        } else {
            throw new PickleException(
                    "refused opcode 0x" + Integer.toHexString(opcode & 0xff) + ", which torch.save does not write");
        }
        return NO_RETURN_VALUE;
    }

    /** {@code ("storage", type, key, location, elements)}; older files add a view, which is none where torch.save wrote it. */
    @Override
    protected Object persistentLoad(Object id) {
        Object[] parts = (Object[]) id;
        boolean view = parts.length > 5 && parts[5] != null;
        if (parts.length < 5 || view || !"storage".equals(parts[0]) || !(parts[1] instanceof ElementType type)) {
            throw new PickleException("refused persistent id " + Arrays.toString(parts));
        }
        return new TorchTensor.Storage(type, (String) parts[2], integer(parts[4]));
    }

    private static Object global(String module, String name) {
        Object known = GLOBALS.get(module + "." + name);
        if (known == null) {
            throw new PickleException("refused global " + module + "." + name + ", which no state dict needs");
        }
        return known;
    }

    private static Object call(Object callable, Object[] arguments) {
        if (callable == Call.ORDERED_DICT && arguments.length == 0) {
            return new LinkedHashMap<>();
        }
        if (callable == Call.TENSOR && arguments.length >= 4 && arguments[0] instanceof TorchTensor.Storage storage) {
            try {
                return new TorchTensor(storage, integer(arguments[1]), integers(arguments[2]), integers(arguments[3]));
            } catch (IllegalArgumentException | ArithmeticException impossible) {
                throw new PickleException(
                        "tensor over storage " + storage.key() + ": " + impossible.getMessage(), impossible);
            }
        }
        if (callable == Call.PARAMETER && arguments.length >= 1 && arguments[0] instanceof TorchTensor tensor) {
            return tensor;
        }
        throw new PickleException("refused call of " + callable + " with " + arguments.length + " arguments");
    }

    /** State dicts carry versions as an attribute, {@code _metadata}; nothing else may be built. */
    private void build(Object state) {
        if (!(stack.peek() instanceof Map) || !(state instanceof Map)) {
            throw new PickleException("refused attributes on " + stack.peek());
        }
    }

    @SuppressWarnings("unchecked")
    private Map<Object, Object> dictionary() {
        return (Map<Object, Object>) stack.peek(); // every Map on this stack was made by EMPTY_DICT or ORDERED_DICT
    }

    private void checkStringLength() throws IOException {
        input.mark(4);
        int length = PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, 4));
        input.reset();
        if (length < 0 || length > MAX_STRING_BYTES) {
            throw new PickleException("refused string of " + Integer.toUnsignedString(length) + " bytes");
        }
    }

    private static long[] integers(Object tuple) {
        return Arrays.stream((Object[]) tuple)
                .mapToLong(TorchUnpickler::integer)
                .toArray();
    }

    private static long integer(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new PickleException("needs an integer but has " + value);
    }
}
