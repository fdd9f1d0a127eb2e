/**
 * What the networks are trained for.
 *
 * <p>In: what a discriminator made of images ({@link org.limner.trainer.network.Verdict}) and what an encoder made of photographs
 * ({@link org.limner.trainer.network.Encoding}). Out: scalars with a gradient, means over elements unless said otherwise. Weights
 * are the losses' own; adding them up and taking steps is {@code training}'s.
 */
@NullMarked
package org.limner.trainer.loss;

import org.jspecify.annotations.NullMarked;
