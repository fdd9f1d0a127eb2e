package org.limner.worker.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.limner.worker.WorkerLifecycle;

/** Started: the bundles are loaded and their sessions warm. Kafka need not be there. */
@Startup
@ApplicationScoped
public class BundlesLoaded implements HealthCheck {
    private final WorkerLifecycle lifecycle;

    BundlesLoaded(WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        return lifecycle
                .worker()
                .map(worker -> HealthCheckResponse.named("bundles")
                        .up()
                        .withData("bundles", worker.bundles().toString())
                        .build())
                .orElseGet(() -> HealthCheckResponse.named("bundles")
                        .down()
                        .withData("reason", "bundles are being loaded")
                        .build());
    }
}
