package org.limner.schemas.seed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.Style;

/**
 * The standard normal numbers that belong to a seed, the same on every machine and in every language.
 *
 * <p>Philox4x32-10 with key (low, high 32 bits of the seed) and counter (block, 0, 0, 0) for block = 0, 1, .. Each of a
 * block's four words becomes u = (word + 0.5) * 2^-32, and each pair of them two normal numbers (Box and Muller 1958):
 * sqrt(-2 ln u0) * cos(2 pi u1) and sqrt(-2 ln u0) * sin(2 pi u1), then the same of u2 and u3. In double with
 * {@link StrictMath}, whose results are defined bit by bit, and rounded to float32 at the end. The README of this module
 * has test vectors.
 */
public final class GaussianStream {
    private static final int WORDS_PER_BLOCK = 4;
    private static final double TWO_TO_MINUS_32 = 0x1p-32;
    private static final double TWO_PI = 2 * Math.PI;

    private GaussianStream() {}

    /**
     * The first {@code count} numbers of {@code seed}'s stream, float32. A longer sample begins with the shorter one.
     *
     * @param seed 0 to {@link Style#LARGEST_SEED}
     */
    public static float[] sample(long seed, int count) {
        if (seed < 0 || seed > Style.LARGEST_SEED) {
            throw new IllegalArgumentException("seed must be between 0 and " + Style.LARGEST_SEED + " but is " + seed);
        }
        int[] key = {(int) seed, (int) (seed >>> 32)};
        float[] numbers = new float[count];
        for (int block = 0; block * WORDS_PER_BLOCK < count; block++) {
            int[] words = Philox.block(new int[] {block, 0, 0, 0}, key);
            for (int pair = 0; pair < WORDS_PER_BLOCK; pair += 2) {
                double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(words[pair])));
                double angle = TWO_PI * uniform(words[pair + 1]);
                int at = block * WORDS_PER_BLOCK + pair;
                put(numbers, at, radius * StrictMath.cos(angle));
                put(numbers, at + 1, radius * StrictMath.sin(angle));
            }
        }
        return numbers;
    }

    /** The seed of a style that names none: first 8 bytes, big-endian, of SHA-256(id + ":" + index), masked to 53 bits. */
    public static long derivedSeed(String jobId, int styleIndex) {
        byte[] digest = Digests.newSha256().digest((jobId + ":" + styleIndex).getBytes(UTF_8));
        return ByteBuffer.wrap(digest).getLong() & Style.LARGEST_SEED;
    }

    /** SHA-256 of the little-endian float32 bytes of a style vector. */
    public static String digest(float[] style) {
        ByteBuffer bytes = ByteBuffer.allocate(style.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(style);
        return Digests.sha256(bytes);
    }

    /** In (0, 1), never either end: the logarithm of 0 is no number. */
    private static double uniform(int word) {
        return (Integer.toUnsignedLong(word) + 0.5) * TWO_TO_MINUS_32;
    }

    private static void put(float[] numbers, int at, double number) {
        if (at < numbers.length) {
            numbers[at] = (float) number;
        }
    }
}
