package org.limner.trainer.loss;

import ai.djl.ndarray.NDArray;
import org.limner.trainer.network.Encoding;
import org.limner.trainer.network.Scalars;

/** How far encoded styles are from standard normal, Kingma and Welling 2013 (arXiv 1312.6114), appendix B. */
public final class KullbackLeiblerLoss {
    /** Photographs per device in the paper's training: batch 32 on 8 of them. */
    public static final int REFERENCE_BATCH = 4;

    /** What the divergences of a batch's photographs add up to. */
    public enum Scaling {
        /** Their sum, as in the reference: the larger the batch on a device, the more this loss weighs. */
        BATCH_SUM,
        /** Their mean times {@link #REFERENCE_BATCH}: what the paper's training weighed, whatever the batch here. */
        PER_SAMPLE
    }

    private final float weight;
    private final Scaling scaling;
    private final float free;

    public KullbackLeiblerLoss(float weight, Scaling scaling) {
        this(weight, scaling, 0);
    }

    /**
     * @param free nats per photograph, on average over a batch, below which nothing presses a style towards the normal any more
     *             (free bits: Kingma et al. 2016, arXiv 1606.04934, sec. 5.1.2, over all dimensions together)
     */
    public KullbackLeiblerLoss(float weight, Scaling scaling, float free) {
        this.weight = weight;
        this.scaling = scaling;
        this.free = free;
    }

    /**
     * {@code -1/2 sum_d (1 + logvar - mu^2 - exp(logvar))} of each photograph, scaled and weighted; at least what the free nats
     * cost, where it has no gradient.
     */
    public NDArray loss(Encoding encoding) {
        NDArray mu = encoding.mu();
        NDArray logvar = encoding.logvar();
        NDArray terms = logvar.add(1).sub(mu.square()).sub(logvar.exp()); // N x Z
        NDArray divergence = Scalars.multiply(terms.sum(), -0.5f);
        long photographs = mu.getShape().get(0);
        if (free > 0) {
            divergence = Scalars.maximum(divergence, free * photographs);
        }
        float scale = scaling == Scaling.BATCH_SUM ? 1 : (float) REFERENCE_BATCH / photographs;
        return Scalars.multiply(divergence, weight * scale);
    }
}
