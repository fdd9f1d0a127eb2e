package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a multi-scale discriminator made of fake and real images: per scale, full size first, the features of each layer and
 * then the scores {@code N x 1 x H' x W'}.
 */
public record Verdict(List<List<NDArray>> fake, List<List<NDArray>> real) {
    /** The scores of the fakes, one map per scale. */
    public List<NDArray> fakeScores() {
        return scores(fake);
    }

    /** The scores of the real images, one map per scale. */
    public List<NDArray> realScores() {
        return scores(real);
    }

    private static List<NDArray> scores(List<List<NDArray>> outputs) {
        return outputs.stream().map(layers -> layers.get(layers.size() - 1)).toList();
    }
}
