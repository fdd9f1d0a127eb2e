package org.limner.trainer.dataset.scenes;

import java.util.List;

/**
 * The draws of one scene, the same on every machine and JDK: SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable
 * pseudorandom number generators", figure 13). {@link java.util.SplittableRandom} promises no particular sequence.
 */
final class SceneRandom {
    private long state;

    private SceneRandom(long state) {
        this.state = state;
    }

    /** The stream of one purpose (a word such as "light") of scene {@code index} of the data set {@code seed}. */
    static SceneRandom of(long seed, long index, String purpose) {
        SceneRandom random = new SceneRandom(seed);
        random.state = random.nextLong() ^ index;
        random.state = random.nextLong() ^ purpose.hashCode();
        return random;
    }

    private long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Seed of a {@link Noise}. */
    int noiseSeed() {
        return (int) nextLong();
    }

    /** Uniform in [0, 1). */
    float uniform() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /** Uniform in [from, to). */
    float between(float from, float to) {
        return from + (to - from) * uniform();
    }

    /** Uniform in from, .., to, both included. */
    int count(int from, int to) {
        return from + (int) (uniform() * (to - from + 1));
    }

    boolean chance(float probability) {
        return uniform() < probability;
    }

    <T> T pick(List<T> choices) {
        return choices.get(count(0, choices.size() - 1));
    }
}
