/**
 * What can go wrong with a job, and whose turn it is then.
 *
 * <p>In: a reason with its numbers, from the place where it was noticed. Out: {@link JobRejectedException} when the job
 * itself is wrong, {@link InferenceFailedException} when running it failed, {@link StoreFailedException} when a store did
 * not do its part. Deciding what follows (a FAILED result, half the batch, a retry) is the business of the pipeline;
 * bundles that cannot be loaded are in {@code org.limner.worker.bundle}.
 */
@NullMarked
package org.limner.worker.failure;

import org.jspecify.annotations.NullMarked;
