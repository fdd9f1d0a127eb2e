package org.limner.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** What is served, and where it runs. */
@ConfigMapping(prefix = "limner")
public interface ServingConfig {
    /** Folder of one bundle (it holds {@code bundle.json}) or of several, each in a folder of its own. */
    @WithDefault("bundles")
    Path bundles();

    /** {@code cpu} or {@code cuda:0}, {@code cuda:1}, .. A worker told to use CUDA never falls back to the processor. */
    @WithDefault("cpu")
    String device();
}
