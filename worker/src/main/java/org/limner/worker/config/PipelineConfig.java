package org.limner.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The work on the processor before and after rendering. */
@ConfigMapping(prefix = "limner.pipeline")
public interface PipelineConfig {
    /** Threads that read jobs, masks and style photographs. */
    @WithDefault("2")
    int decodeThreads();

    /** Threads that write image files and results. */
    @WithDefault("2")
    int encodeThreads();
}
