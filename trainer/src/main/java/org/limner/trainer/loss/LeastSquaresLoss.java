package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The least squares loss, Mao et al. 2017 (arXiv 1611.04076): fakes should score 0, photographs 1. */
public final class LeastSquaresLoss implements AdversarialLoss {
    @Override
    public NDArray generator(List<NDArray> fakeScores) {
        return discriminatorOnReal(fakeScores);
    }

    @Override
    public NDArray discriminatorOnFake(List<NDArray> fakeScores) {
        return ScaleMean.of(fakeScores, d -> d.square().mean());
    }

    @Override
    public NDArray discriminatorOnReal(List<NDArray> realScores) {
        return ScaleMean.of(realScores, d -> d.sub(1).square().mean());
    }
}
