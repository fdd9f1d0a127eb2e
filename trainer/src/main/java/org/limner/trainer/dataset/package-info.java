/**
 * Photographs with their label maps, from a source to a batch.
 *
 * <p>In: a folder of pairs ({@link org.limner.trainer.dataset.FolderDataset}) or anything else that is a
 * {@link org.limner.trainer.dataset.Dataset}. Out: {@link org.limner.trainer.dataset.Batch batches} of the training
 * size, resized, cropped and flipped, photo and label map alike.
 *
 * <p>Plain Java: arrays become tensors in {@code training}. Drawn landscapes live in {@code dataset.scenes}.
 */
@NullMarked
package org.limner.trainer.dataset;

import org.jspecify.annotations.NullMarked;
