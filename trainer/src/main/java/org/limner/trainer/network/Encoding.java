package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;

/**
 * The distribution of styles that photographs were encoded to: normal, with independent dimensions.
 *
 * @param mu     {@code N x Z}, its means
 * @param logvar {@code N x Z}, natural logarithms of its variances
 */
public record Encoding(NDArray mu, NDArray logvar) {
    /** {@code mu + eps * sigma} with {@code eps: N x Z} standard normal; gradients flow to both. Kingma and Welling 2013. */
    public NDArray sample(NDArray eps) {
        return mu.add(eps.mul(Scalars.multiply(logvar, 0.5f).exp()));
    }
}
