package org.limner.chaos.fault;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Stream;
import org.limner.worker.config.ConfigKeys;
import org.limner.worker.config.WorkerConfiguration;

/** The keys of {@link ChaosConfig}, or the worker would refuse them as unknown. */
@Singleton
final class ChaosConfigKeys implements ConfigKeys {
    @Override
    public Set<String> names() {
        return WorkerConfiguration.keysOf(Stream.of(ChaosConfig.class));
    }
}
