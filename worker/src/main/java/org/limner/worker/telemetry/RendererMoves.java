package org.limner.worker.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.limner.worker.Worker;
import org.limner.worker.WorkerLifecycle;

/** Live: no session run and no reading of a job takes longer than it may. A hung device does not come back by itself. */
@Liveness
@ApplicationScoped
public class RendererMoves implements HealthCheck {
    private final WorkerLifecycle lifecycle;

    RendererMoves(WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> stuck = lifecycle.worker().flatMap(Worker::stuckRenderer);
        return stuck.map(reason -> HealthCheckResponse.named("renderer")
                        .down()
                        .withData("reason", reason)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("renderer"));
    }
}
