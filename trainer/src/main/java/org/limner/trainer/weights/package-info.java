/**
 * Weights on disk and in plain Java memory.
 *
 * <p>In: safetensors files and PyTorch's {@code .pth} files, read without Python and without running anything in them. Out: a
 * {@link org.limner.trainer.weights.StateDict}, an ordered map of names to {@link org.limner.trainer.weights.WeightTensor}s,
 * and files of both kinds, for Python to load too, written so that a crash leaves the old file or the new one. No engine type
 * appears here: tensors for computing are made in {@code network}, graphs in {@code onnx}.
 */
@NullMarked
package org.limner.trainer.weights;

import org.jspecify.annotations.NullMarked;
