package org.limner.worker.config;

import jakarta.inject.Singleton;
import java.util.Set;

/** The worker's own keys. */
@Singleton
final class WorkerConfigKeys implements ConfigKeys {
    @Override
    public Set<String> names() {
        return WorkerConfiguration.keys();
    }
}
