package org.limner.worker.style;

import java.util.Optional;
import java.util.OptionalLong;
import org.limner.schemas.seed.GaussianStream;

/**
 * z: {@code Z} finite float32 numbers that choose one image among the many a mask allows. Immutable.
 * Empty ({@link #NONE}) for a generator without z.
 */
public final class StyleVector {
    /** For a bundle whose z has size 0. */
    public static final StyleVector NONE = new StyleVector(new float[0]);

    private final float[] values;
    private final OptionalLong seed;

    /** @param seed that entered {@code values}; empty where no random number did */
    public StyleVector(float[] values, OptionalLong seed) {
        this.values = values.clone();
        this.seed = seed;
    }

    /** Numbers into which no random number entered. */
    public StyleVector(float[] values) {
        this(values, OptionalLong.empty());
    }

    public int size() {
        return values.length;
    }

    public float at(int index) {
        return values[index];
    }

    /** A copy of the numbers. */
    public float[] values() {
        return values.clone();
    }

    public OptionalLong seed() {
        return seed;
    }

    /** SHA-256 of the little-endian float32 bytes; empty for {@link #NONE}. */
    public Optional<String> digest() {
        return values.length == 0 ? Optional.empty() : Optional.of(GaussianStream.digest(values));
    }
}
