package org.limner.trainer.training;

/** A loss is no number any more: the weights of this step are lost, the last checkpoint is not. */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergenceException(long step, Losses losses) {
        super(("the training diverged at step %d: %s. The last checkpoint is intact; a lower learning-rate, a larger"
                        + " batch-size or another seed usually helps.")
                .formatted(step, losses));
    }
}
