/**
 * S3 and what speaks like it, by way of the AWS SDK.
 *
 * <p>In: {@code s3://bucket/key}, from jobs, and files of results. Out: open objects, and places. {@link
 * org.limner.worker.store.s3.S3Connection} makes the client, from the configuration alone; {@link
 * org.limner.worker.store.s3.S3Failures} says whose turn it is after each of the many ways in which a request can fail.
 */
@NullMarked
package org.limner.worker.store.s3;

import org.jspecify.annotations.NullMarked;
