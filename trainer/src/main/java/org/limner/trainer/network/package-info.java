/**
 * The networks of SPADE (Park et al. 2019, arXiv 1903.07291): generator, image encoder and multi-scale discriminator, one
 * class per block, written as functions of {@link org.limner.trainer.network.Parameters} and their input.
 *
 * <p>In: segmentations ({@link org.limner.trainer.network.OneHot}), photographs and style vectors as {@code NDArray}s. Out:
 * images in [-1, 1], style distributions, patch scores. Losses live in {@code loss}, optimiser and loop in {@code training},
 * the graphs that workers run in {@code onnx}.
 *
 * <p><b>Who frees what.</b> A result of the engine belongs to the manager of its first operand, and the first operand is often
 * a weight, which lives as long as the training does. So whoever calls {@code forward} opens a scope around the whole step,
 * and everything made inside dies with it:
 *
 * <pre>{@code
 * try (NDScope step = new NDScope()) {
 *     NDArray image = generator.forward(parameters, segmentation, z, false);
 *     ... // read the numbers out: toFloatArray(), getFloat()
 * }
 * }</pre>
 *
 * What has to outlive the scope is taken out with {@code NDScope.unregister}. Running statistics and the vectors of spectral
 * normalisation are written into the arrays of {@code Parameters} in place, so they survive it. A scope belongs to its thread.
 */
@NullMarked
package org.limner.trainer.network;

import org.jspecify.annotations.NullMarked;
