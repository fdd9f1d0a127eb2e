package org.limner.worker.batch;

import java.time.Duration;

/**
 * How much is done at once.
 *
 * @param decodeThreads  threads that read records
 * @param encodeThreads  threads that write image files and results
 * @param maxBatchSize   images in one session run
 * @param maxBatchDelay  how long the first job of a batch waits for company
 * @param concurrentRuns session runs at the same time
 * @param preparedBytes  of jobs that have been read and are not answered; while more are in use, nothing is read
 */
public record PipelineSettings(
        int decodeThreads,
        int encodeThreads,
        int maxBatchSize,
        Duration maxBatchDelay,
        int concurrentRuns,
        long preparedBytes) {
    public PipelineSettings {
        if (decodeThreads < 1 || encodeThreads < 1) {
            throw new IllegalArgumentException("decode and encode need at least 1 thread each but have " + decodeThreads
                    + " and " + encodeThreads);
        }
    }
}
