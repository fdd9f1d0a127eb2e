package org.limner.worker.config;

import io.quarkus.runtime.configuration.MemorySize;
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

    /**
     * Memory of jobs that have been read and are not answered: their masks, once where jobs share one, and their pictures.
     * While more is in use nothing is read; one job for each decode thread may go beyond.
     */
    @WithDefault("128M")
    MemorySize maxPreparedSize();
}
