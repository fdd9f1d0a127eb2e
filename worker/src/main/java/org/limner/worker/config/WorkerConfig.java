package org.limner.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The worker as a process. */
@ConfigMapping(prefix = "limner.worker")
public interface WorkerConfig {
    /**
     * This replica's name: in provenance, and in its transactional id {@code limner-worker-<id>}. It must be stable over
     * restarts (a pod's name) and no other's: workers of one id fence each other. Without it: host name and process id.
     */
    Optional<String> id();

    /** How long a worker that was told to end (SIGTERM) may finish and publish what it has taken. */
    @WithDefault("60s")
    Duration drainTimeout();

    /** A session run, or the reading of a job, that takes longer than this turns liveness false. */
    @WithDefault("120s")
    Duration stuckAfter();
}
