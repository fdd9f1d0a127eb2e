/**
 * Networks as ONNX graphs.
 *
 * <p>In: a state dict and the shape it belongs to. Out: an {@link org.limner.trainer.onnx.OnnxModel} with the inputs and outputs
 * that bundles promise. Start with {@link org.limner.trainer.onnx.GeneratorGraph}, the {@code one-hot} graph, which reads as
 * {@code network.SpadeGenerator} does; each block there has its graph here. Then
 * {@link org.limner.trainer.onnx.LabelWindowGraph}, which paints the same from distinct windows of labels. What is fixed once
 * training has ended is folded: spectral norms into weights, the 1 of 1 + gamma into a bias, and in the second batch norms into
 * modulations. Plain Java and protobuf; running graphs is {@code bundle}'s and
 * the worker's business.
 */
@NullMarked
package org.limner.trainer.onnx;

import org.jspecify.annotations.NullMarked;
