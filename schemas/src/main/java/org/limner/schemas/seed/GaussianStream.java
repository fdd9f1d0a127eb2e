package org.limner.schemas.seed;

/** The standard normal numbers that belong to a seed, the same on every machine and in every language. */
public final class GaussianStream {
    private GaussianStream() {}

    /** The first {@code count} numbers of {@code seed}'s stream, float32. */
    public static float[] sample(long seed, int count) {
        throw new UnsupportedOperationException();
    }

    /** The seed of a style that names none: first 8 bytes, big-endian, of SHA-256(id + ":" + index), masked to 53 bits. */
    public static long derivedSeed(String jobId, int styleIndex) {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 of the little-endian float32 bytes of a style vector. */
    public static String digest(float[] style) {
        throw new UnsupportedOperationException();
    }
}
