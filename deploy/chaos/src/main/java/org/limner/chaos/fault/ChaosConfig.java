package org.limner.chaos.fault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How a worker of this program misbehaves. */
@ConfigMapping(prefix = "limner.chaos")
public interface ChaosConfig {
    /** Where workers count the faults they met; see {@link Attempts}. */
    @WithDefault("attempts")
    Path folder();

    /** Each session run waits a random time up to this long first, so that kills find jobs on their way. */
    @WithDefault("0ms")
    Duration maxRenderDelay();

    /** How long a run with {@link Fault#SLEEP} takes. */
    @WithDefault("10m")
    Duration sleep();

    /** Paints labels in their colours instead of running the bundle's graph: as fast as nothing else is. */
    @WithDefault("false")
    boolean flat();
}
