package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.limner.trainer.network.Scalars;

/** The hinge loss, Lim and Ye 2017 (arXiv 1705.02894), as Park et al. 2019 train with: scores beyond +-1 are good enough. */
public final class HingeLoss implements AdversarialLoss {
    @Override
    public NDArray generator(List<NDArray> fakeScores) {
        return ScaleMean.of(fakeScores, d -> d.mean().neg());
    }

    @Override
    public NDArray discriminatorOnFake(List<NDArray> fakeScores) {
        return ScaleMean.of(
                fakeScores, d -> Scalars.minimum(d.neg().sub(1), 0).mean().neg()); // -E min(0, -1 - D(fake))
    }

    @Override
    public NDArray discriminatorOnReal(List<NDArray> realScores) {
        return ScaleMean.of(realScores, d -> Scalars.minimum(d.sub(1), 0).mean().neg()); // -E min(0, -1 + D(real))
    }
}
