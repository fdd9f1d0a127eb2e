package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.limner.trainer.network.Scalars;

/** The original loss, Goodfellow et al. 2014 (arXiv 1406.2661), in its non-saturating form: scores are logits of "real". */
public final class CrossEntropyLoss implements AdversarialLoss {
    @Override
    public NDArray generator(List<NDArray> fakeScores) {
        return discriminatorOnReal(fakeScores);
    }

    @Override
    public NDArray discriminatorOnFake(List<NDArray> fakeScores) {
        return ScaleMean.of(fakeScores, d -> softplus(d).mean()); // -log(1 - sigmoid(D))
    }

    @Override
    public NDArray discriminatorOnReal(List<NDArray> realScores) {
        return ScaleMean.of(realScores, d -> softplus(d.neg()).mean()); // -log sigmoid(D)
    }

    /** {@code log(1 + exp(x))}, written so that the exponential never overflows. */
    private static NDArray softplus(NDArray x) {
        return Scalars.maximum(x, 0).add(x.abs().neg().exp().add(1).log());
    }
}
