/**
 * Photographs with their label maps, from a source to a batch.
 *
 * <p>In: paired files ({@link org.limner.trainer.dataset.FolderDataset}) or anything else that is a
 * {@link org.limner.trainer.dataset.Dataset}; what label files hold is in {@link org.limner.trainer.dataset.LabelReader}.
 * Out: {@link org.limner.trainer.dataset.Batch batches} of the training size, resized, cropped and flipped, photo and
 * label map alike ({@link org.limner.trainer.dataset.Framing}).
 *
 * <p>Plain Java: arrays become tensors in {@code training}. How well-known data sets lie in their folders is known in
 * {@code dataset.layout}, what is wrong with one in {@code dataset.audit}; drawn landscapes live in
 * {@code dataset.scenes}.
 */
@NullMarked
package org.limner.trainer.dataset;

import org.jspecify.annotations.NullMarked;
