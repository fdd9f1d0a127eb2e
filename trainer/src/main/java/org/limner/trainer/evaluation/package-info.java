/**
 * Measures pictures: how well they show what their label maps ask for, and how much they look like photographs.
 *
 * <p>In: a {@code dataset}, pictures for it (a folder's, or a {@link org.limner.trainer.evaluation.Renderer}'s), and ONNX
 * networks that somebody else trained, a segmenter and a feature extractor. Out: {@link
 * org.limner.trainer.evaluation.Measurement numbers}, each kept together with the
 * {@link org.limner.trainer.evaluation.Protocol} that it was measured by, since a number without one says little.
 *
 * <p>Start reading in {@link org.limner.trainer.evaluation.Evaluator}. Rendering with a training's weights lives in
 * {@code training}, ONNX sessions in {@code bundle}.
 */
@NullMarked
package org.limner.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
