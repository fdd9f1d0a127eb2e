package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.limner.trainer.network.Scalars;
import org.limner.trainer.network.Verdict;

/**
 * Feature matching, Wang et al. 2018 (arXiv 1711.11585), eq. 4: fakes should give the discriminator's layers what photographs give
 * them. Summed over layers and scales, and divided by the scales but, as in the reference, not by the layers.
 */
public final class FeatureMatchingLoss {
    private final float weight;

    /** {@code weight} over the number of scales is what each layer's mean absolute difference counts. */
    public FeatureMatchingLoss(float weight) {
        this.weight = weight;
    }

    /** Gradients flow to the fakes alone. */
    public NDArray loss(Verdict verdict) {
        NDArray sum = null;
        int scales = verdict.fake().size();
        for (int k = 0; k < scales; k++) {
            List<NDArray> fake = verdict.fake().get(k);
            List<NDArray> real = verdict.real().get(k);
            for (int j = 0; j < fake.size() - 1; j++) { // the last are the scores
                NDArray difference =
                        fake.get(j).sub(real.get(j).stopGradient()).abs().mean();
                sum = sum == null ? difference : sum.add(difference);
            }
        }
        if (sum == null) {
            throw new IllegalArgumentException("the verdict holds no features");
        }
        return Scalars.multiply(sum, weight / scales);
    }
}
