/**
 * A job's way from the contract to pictures and back.
 *
 * <p>In: a {@code RenderJob}. Out: a {@link PreparedJob} that a generator can render, or a rejection that says what is
 * wrong with it; and from rendered pictures the images of a {@code RenderResult}. {@link JobRenderer} does all of it in
 * one call. Waiting, batching, retries and Kafka live elsewhere: {@code org.limner.worker.batch} and {@code .kafka}.
 */
@NullMarked
package org.limner.worker.job;

import org.jspecify.annotations.NullMarked;
