/**
 * How fast generators render: what {@code limner bench render} measures.
 *
 * <p>In: a generator's shape, or bundles, and masks. Out: times of the graphs in turn, in one process, how far apart their
 * images are, and the memory that each takes alone. Start with {@link org.limner.trainer.rendering.RenderBenchmark}. Graphs
 * are built in {@code onnx} and run in {@code bundle}; their inputs are the worker's, see
 * {@code org.limner.schemas.window}.
 */
@NullMarked
package org.limner.trainer.rendering;

import org.jspecify.annotations.NullMarked;
