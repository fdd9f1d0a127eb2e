package org.limner.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How sessions run. */
@ConfigMapping(prefix = "limner.generator")
public interface GeneratorConfig {
    /** Threads that share one operator's work on the processor; 0: one per core. */
    @WithDefault("0")
    int intraOpThreads();

    /** Session runs at the same time, of different bundles; they share the device. */
    @WithDefault("1")
    int concurrentRuns();
}
