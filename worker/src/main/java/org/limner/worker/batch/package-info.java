/**
 * From a record's bytes to what is said about it, many at a time.
 *
 * <p>In: {@link Arrival}s. Out: one {@link Outcome} for each. The order of reading is the data's way:
 * {@link RenderPipeline} decodes in a pool; each session's {@link RenderThread} fetches batches from the
 * {@link RenderFeed}, where a {@link BatchAssembler} decides which images are rendered together, and runs them by a
 * {@link BatchRun}, which keeps a failure from the neighbours; images and results are written in a pool again.
 * {@link PreparedMemory} bounds what is between reading and answer. How a mask is read or an image written is in {@code org.limner.worker.job};
 * Kafka is in {@code org.limner.worker.kafka}, which nothing here knows.
 */
@NullMarked
package org.limner.worker.batch;

import org.jspecify.annotations.NullMarked;
