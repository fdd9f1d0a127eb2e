package org.limner.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.limner.chaos.job.JobCounts;

/**
 * A run.
 *
 * @param workers        at a time
 * @param partitions     of each topic
 * @param topics         where jobs are published
 * @param groupProtocol  {@code classic} or {@code consumer}
 * @param sessionTimeout after which a silent worker's partitions go to others
 * @param faultInterval  between two faults on average
 * @param patience       without a new answer, after which jobs count as lost
 * @param seed           of jobs and faults
 * @param bundle         that workers and the audit render with
 */
record ChaosSettings(
        JobCounts jobs,
        FaultCounts faults,
        int workers,
        int partitions,
        List<String> topics,
        String groupProtocol,
        Duration sessionTimeout,
        Duration faultInterval,
        Duration patience,
        long seed,
        Path bundle) {
    /** Kafka's smallest session timeout, the broker's group.min.session.timeout.ms. */
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(6);

    ChaosSettings {
        if (workers < 1 || partitions < 1) {
            throw new IllegalArgumentException("a run needs at least one worker and one partition");
        }
        if (sessionTimeout.compareTo(SHORTEST_SESSION) < 0) {
            throw new IllegalArgumentException("the session timeout must be at least " + SHORTEST_SESSION.toSeconds()
                    + " s, Kafka's own limit, but is " + sessionTimeout.toSeconds() + " s");
        }
    }

    /** How long a worker is stopped, so that the group gives it up while it thinks nothing of it. */
    Duration stop() {
        return sessionTimeout.plusSeconds(4);
    }
}
