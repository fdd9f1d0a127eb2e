package org.limner.worker.kafka;

import java.time.Duration;

/**
 * How a poll loop works.
 *
 * @param bootstrapServers     for messages
 * @param pollTimeout          how long a poll waits while jobs are being rendered
 * @param requestTimeout       how long a question to the broker may wait for its answer
 * @param retryDelay           between two attempts to reach the broker
 * @param maxInFlightJobs      jobs of one partition taken and not committed
 * @param maxInFlightBytes     reserved for jobs taken and not committed, over all partitions
 * @param reservedResultBytes  for a result that is not there yet: those of the largest
 * @param memory               of what happened before
 */
public record LoopSettings(
        TopicNames topics,
        String bootstrapServers,
        Duration pollTimeout,
        Duration requestTimeout,
        Duration retryDelay,
        int maxInFlightJobs,
        long maxInFlightBytes,
        int reservedResultBytes,
        Memory memory) {
    /** So that a partition's attempts fit into the metadata of its offset. */
    private static final int MAX_IN_FLIGHT_JOBS = 256;

    /**
     * How much a worker remembers, and for how long.
     *
     * @param seenJobs over all partitions
     */
    public record Memory(Duration seenWindow, int seenJobs, Duration cancellationWindow, int cancellations) {
        public Memory {
            if (seenJobs < 1 || cancellations < 1) {
                throw new IllegalArgumentException("limner.kafka.max-seen-jobs and max-cancellations must be positive"
                        + " but are " + seenJobs + " and " + cancellations);
            }
        }
    }

    public LoopSettings {
        if (maxInFlightJobs < ClientProperties.MAX_POLL_RECORDS || maxInFlightJobs > MAX_IN_FLIGHT_JOBS) {
            throw new IllegalArgumentException("limner.kafka.max-in-flight-jobs must be at least "
                    + ClientProperties.MAX_POLL_RECORDS + ", the records of one poll, and at most " + MAX_IN_FLIGHT_JOBS
                    + ", but is " + maxInFlightJobs);
        }
        if ((long) reservedResultBytes + TopicLimits.HEADER_BYTES > ClientProperties.MAX_REQUEST_BYTES) {
            throw new IllegalArgumentException("limner.limits.result-size is " + reservedResultBytes
                    + " but a worker publishes records of " + ClientProperties.MAX_REQUEST_BYTES + " bytes at most, "
                    + TopicLimits.HEADER_BYTES + " of them for headers");
        }
        if (maxInFlightBytes < 1) {
            throw new IllegalArgumentException(
                    "limner.kafka.max-in-flight-size must be positive but is " + maxInFlightBytes);
        }
    }
}
