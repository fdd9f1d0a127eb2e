package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The critic's loss, Arjovsky et al. 2017 (arXiv 1701.07875); the Lipschitz bound is spectral normalisation's business. */
public final class WassersteinLoss implements AdversarialLoss {
    @Override
    public NDArray generator(List<NDArray> fakeScores) {
        return discriminatorOnReal(fakeScores);
    }

    @Override
    public NDArray discriminatorOnFake(List<NDArray> fakeScores) {
        return ScaleMean.of(fakeScores, NDArray::mean);
    }

    @Override
    public NDArray discriminatorOnReal(List<NDArray> realScores) {
        return ScaleMean.of(realScores, d -> d.mean().neg());
    }
}
