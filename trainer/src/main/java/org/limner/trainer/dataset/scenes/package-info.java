/**
 * Procedurally drawn landscapes: label maps with matching photographs, without end and without any data at hand.
 *
 * <p>In: a seed, an index and a size. Out: an {@link org.limner.trainer.dataset.Example}, by way of
 * {@link org.limner.trainer.dataset.scenes.SceneDataset}. On the way {@link org.limner.trainer.dataset.scenes.SceneComposer} places
 * {@link org.limner.trainer.dataset.scenes.Layer layers} into a
 * {@link org.limner.trainer.dataset.scenes.Layout}, which knows shapes and surfaces but no light, and
 * {@link org.limner.trainer.dataset.scenes.ScenePainter} photographs that layout under a
 * {@link org.limner.trainer.dataset.scenes.Light}. The light is drawn independently of the layout: it is what is left
 * to a style vector when the label map is given.
 *
 * <p>Cropping, flipping and batches live in {@link org.limner.trainer.dataset}. A mirrored scene is a plausible
 * scene, so there are no labels to swap.
 */
@NullMarked
package org.limner.trainer.dataset.scenes;

import org.jspecify.annotations.NullMarked;
