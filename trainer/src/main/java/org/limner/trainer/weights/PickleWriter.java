package org.limner.trainer.weights;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.razorvine.pickle.Opcodes;

/**
 * Python's pickle, protocol 2, opcode by opcode: the few that {@code torch.save} needs. Nothing is remembered and reused, so files
 * are a few kilobytes longer than Python's and read the same. See Python's {@code pickletools} for the opcodes.
 */
final class PickleWriter {
    private static final int PROTOCOL = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        op(Opcodes.PROTO).write(PROTOCOL, 1);
    }

    private PickleWriter op(short opcode) {
        out.write(opcode);
        return this;
    }

    /** Little-endian. */
    private PickleWriter write(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    PickleWriter none() {
        return op(Opcodes.NONE);
    }

    PickleWriter bool(boolean value) {
        return op(value ? Opcodes.NEWTRUE : Opcodes.NEWFALSE);
    }

    PickleWriter integer(long value) {
        if (value == (int) value) {
            return op(Opcodes.BININT).write(value, Integer.BYTES);
        }
        return longInteger(Long.BYTES, value, 0);
    }

    /** {@code bytes} of a two's complement number of up to 128 bits. */
    PickleWriter longInteger(int bytes, long low, long high) {
        op(Opcodes.LONG1).write(bytes, 1).write(low, Math.min(bytes, Long.BYTES));
        return bytes > Long.BYTES ? write(high, bytes - Long.BYTES) : this;
    }

    PickleWriter string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op(Opcodes.BINUNICODE).write(bytes.length, Integer.BYTES);
        out.writeBytes(bytes);
        return this;
    }

    /** A name that the reader looks up, such as {@code torch.FloatStorage}. */
    PickleWriter global(String module, String name) {
        op(Opcodes.GLOBAL);
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Where a tuple, or the items of a list or dictionary, begin. */
    PickleWriter mark() {
        return op(Opcodes.MARK);
    }

    /** All values since the mark. */
    PickleWriter tuple() {
        return op(Opcodes.TUPLE);
    }

    PickleWriter tuple(long... values) {
        mark();
        for (long value : values) {
            integer(value);
        }
        return tuple();
    }

    PickleWriter list() {
        return op(Opcodes.EMPTY_LIST);
    }

    /** The values since the mark become the list's. */
    PickleWriter appends() {
        return op(Opcodes.APPENDS);
    }

    PickleWriter dictionary() {
        return op(Opcodes.EMPTY_DICT);
    }

    PickleWriter orderedDictionary() {
        return global("collections", "OrderedDict").op(Opcodes.EMPTY_TUPLE).call();
    }

    /** Keys and values since the mark become the dictionary's. */
    PickleWriter items() {
        return op(Opcodes.SETITEMS);
    }

    /** Calls the name below the tuple with it. */
    PickleWriter call() {
        return op(Opcodes.REDUCE);
    }

    /** What the reader finds elsewhere by the tuple: a storage. */
    PickleWriter persistent() {
        return op(Opcodes.BINPERSID);
    }

    /** The dictionary on top becomes the attributes of what is below. */
    PickleWriter attributes() {
        return op(Opcodes.BUILD);
    }

    /** The whole pickle; nothing may follow. */
    byte[] end() {
        op(Opcodes.STOP);
        return out.toByteArray();
    }
}
