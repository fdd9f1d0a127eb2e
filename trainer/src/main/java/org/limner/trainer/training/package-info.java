/**
 * Turns examples into trained networks: optimiser, schedule, steps, checkpoints.
 *
 * <p>In: a {@code dataset}, the {@code network}s and their {@code loss}es. Out: weights. Reading files of weights lives in
 * {@code weights}, graphs for workers in {@code onnx}, measuring in {@code evaluation}.
 */
@NullMarked
package org.limner.trainer.training;

import org.jspecify.annotations.NullMarked;
