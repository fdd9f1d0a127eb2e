package org.limner.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which images are rendered together. */
@ConfigMapping(prefix = "limner.batch")
public interface BatchConfig {
    /** Images in one session run, at most; jobs with more are rendered in several runs. */
    @WithDefault("8")
    int maxSize();

    /** How long the first job of a batch waits for company. */
    @WithDefault("20ms")
    Duration maxDelay();
}
