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
 * @param reservedResultBytes  for a result that is not there yet
 */
public record LoopSettings(
        TopicNames topics,
        String bootstrapServers,
        Duration pollTimeout,
        Duration requestTimeout,
        Duration retryDelay,
        int maxInFlightJobs,
        long maxInFlightBytes,
        int reservedResultBytes) {
    public LoopSettings {
        if (maxInFlightJobs < ClientProperties.MAX_POLL_RECORDS) {
            throw new IllegalArgumentException("limner.kafka.max-in-flight-jobs must be at least "
                    + ClientProperties.MAX_POLL_RECORDS + ", the records of one poll, but is " + maxInFlightJobs);
        }
        if (maxInFlightBytes < 1) {
            throw new IllegalArgumentException(
                    "limner.kafka.max-in-flight-size must be positive but is " + maxInFlightBytes);
        }
    }
}
