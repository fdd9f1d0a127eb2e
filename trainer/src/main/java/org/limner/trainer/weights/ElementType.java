package org.limner.trainer.weights;

/** What a tensor's elements are on disk; the constants are safetensors' own names. */
public enum ElementType {
    F64(8, true),
    F32(4, true),
    F16(2, true),
    BF16(2, true),
    I64(8, false),
    I32(4, false),
    I16(2, false),
    I8(1, false),
    U8(1, false),
    BOOL(1, false);

    private final int bytes;
    private final boolean floating;

    ElementType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether values are held as floats or doubles; otherwise as longs. */
    public boolean floating() {
        return floating;
    }
}
