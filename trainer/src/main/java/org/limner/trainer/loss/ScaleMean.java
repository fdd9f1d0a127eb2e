package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.limner.trainer.network.Scalars;

/** The mean over scales of a loss per scale. */
final class ScaleMean {
    private ScaleMean() {}

    static NDArray of(List<NDArray> scores, UnaryOperator<NDArray> loss) {
        NDArray sum = scores.stream().map(loss).reduce(NDArray::add).orElseThrow();
        return Scalars.divide(sum, scores.size());
    }
}
