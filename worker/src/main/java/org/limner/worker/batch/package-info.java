/**
 * From a record's bytes to what is said about it, many at a time.
 *
 * <p>In: {@link Arrival}s. Out: one {@link Outcome} for each. The order of reading is the data's way:
 * {@link RenderPipeline} decodes in a pool, lets a {@link BatchAssembler} decide which images are rendered together,
 * has them rendered on one thread per bundle by a {@link BatchRun}, which keeps a failure from the neighbours, and
 * writes images and results in a pool again. How a mask is read or an image written is in {@code org.limner.worker.job};
 * Kafka is in {@code org.limner.worker.kafka}, which nothing here knows.
 */
@NullMarked
package org.limner.worker.batch;

import org.jspecify.annotations.NullMarked;
