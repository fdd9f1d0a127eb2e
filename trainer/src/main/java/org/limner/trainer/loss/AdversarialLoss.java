package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The game between generator and discriminator. Every argument holds one map of scores {@code N x 1 x H x W} per scale; every
 * result is the mean over scales of what is computed per scale.
 */
public interface AdversarialLoss {
    /** What the generator pays for scores of its fakes. */
    NDArray generator(List<NDArray> fakeScores);

    /** What the discriminator pays for scores of fakes. */
    NDArray discriminatorOnFake(List<NDArray> fakeScores);

    /** What the discriminator pays for scores of photographs; added to the fakes' without a half. */
    NDArray discriminatorOnReal(List<NDArray> realScores);
}
