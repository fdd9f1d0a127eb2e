/**
 * Bytes that do not travel in messages.
 *
 * <p>In: references of a job, and files of a result. Out: a payload's bytes, verified ({@link PayloadReader}), and the
 * places where files were put ({@link ResultStore}); {@link Stores} is both. What may be read and where results go comes
 * from the configuration alone, never from a job. Files are here ({@link FileSource}, {@link FileResultStore}), S3 is in
 * {@code org.limner.worker.store.s3}, the one package that knows its client.
 */
@NullMarked
package org.limner.worker.store;

import org.jspecify.annotations.NullMarked;
