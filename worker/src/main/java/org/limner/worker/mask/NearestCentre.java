package org.limner.worker.mask;

/**
 * The sampling rule of masks: the sample whose cell holds the new pixel's centre. The same as in training data, and not
 * the rule inside the networks, which is floor(i * in / out).
 */
final class NearestCentre {
    private NearestCentre() {}

    /** For each of {@code out} new positions the old one, of {@code in}: floor((i + 0.5) * in / out), in integers. */
    static int[] indices(int in, int out) {
        int[] indices = new int[out];
        for (int i = 0; i < out; i++) {
            indices[i] = (int) ((2L * i + 1) * in / (2L * out));
        }
        return indices;
    }
}
