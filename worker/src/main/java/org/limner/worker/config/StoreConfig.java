package org.limner.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a worker reads what jobs refer to, and where it puts images that do not travel in results. Never in a job. */
@ConfigMapping(prefix = "limner.store")
public interface StoreConfig {
    /** Folders that {@code file:} references may lead into, comma-separated; without any, none is read. */
    Optional<List<Path>> roots();

    /** Buckets that {@code s3:} references may name, comma-separated; without any, none is read. */
    Optional<List<String>> buckets();

    /**
     * Where images go that do not fit into a result: {@code file:///folder} or {@code s3://bucket/prefix}. Without it such a
     * job fails.
     */
    Optional<URI> results();

    /** For one object, from the request to its last byte. */
    @WithDefault("15s")
    Duration timeout();
}
