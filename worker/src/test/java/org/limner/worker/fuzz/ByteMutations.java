package org.limner.worker.fuzz;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damage that needs no knowledge of a format. */
final class ByteMutations {
    private static final byte[] EDGES = {0, 1, (byte) 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};

    private ByteMutations() {}

    /** One to three of: flipped bits, an extreme byte, cut off, a part twice, a part gone, random bytes inside. */
    static byte[] mutate(byte[] bytes, RandomGenerator random) {
        byte[] mutated = bytes.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && mutated.length > 0; i++) {
            mutated = once(mutated, random);
        }
        return mutated;
    }

    private static byte[] once(byte[] bytes, RandomGenerator random) {
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(Math.min(64, bytes.length - from) + 1);
        switch (random.nextInt(6)) {
            case 0 -> bytes[from] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[from] = EDGES[random.nextInt(EDGES.length)];
            case 2 -> {
                return Arrays.copyOf(bytes, from);
            }
            case 3 -> {
                return splice(bytes, to, bytes, from, to, to);
            }
            case 4 -> {
                return splice(bytes, from, bytes, 0, 0, to);
            }
            default -> {
                byte[] noise = new byte[to - from];
                random.nextBytes(noise);
                return splice(bytes, from, noise, 0, noise.length, from);
            }
        }
        return bytes;
    }

    /** {@code bytes} up to {@code head}, a part of {@code other}, and {@code bytes} from {@code tail} on. */
    static byte[] splice(byte[] bytes, int head, byte[] other, int from, int to, int tail) {
        byte[] spliced = new byte[head + to - from + bytes.length - tail];
        System.arraycopy(bytes, 0, spliced, 0, head);
        System.arraycopy(other, from, spliced, head, to - from);
        System.arraycopy(bytes, tail, spliced, head + to - from, bytes.length - tail);
        return spliced;
    }

    /** The beginning of one and the end of another. */
    static byte[] cross(byte[] head, byte[] tail, RandomGenerator random) {
        int at = random.nextInt(head.length + 1);
        int from = random.nextInt(tail.length + 1);
        return splice(head, at, tail, from, tail.length, head.length);
    }
}
