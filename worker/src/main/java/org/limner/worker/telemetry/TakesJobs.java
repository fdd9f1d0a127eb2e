package org.limner.worker.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.limner.worker.Worker;
import org.limner.worker.WorkerLifecycle;
import org.limner.worker.kafka.LoopStatus;

/** Ready: bundles loaded, broker and topics there, a member of the consumer group, and not draining. */
@Readiness
@ApplicationScoped
public class TakesJobs implements HealthCheck {
    private final WorkerLifecycle lifecycle;

    TakesJobs(WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<Worker> worker = lifecycle.worker();
        if (worker.isEmpty()) {
            return HealthCheckResponse.named("jobs")
                    .down()
                    .withData("reason", "bundles are being loaded")
                    .build();
        }
        LoopStatus status = worker.get().kafka();
        return HealthCheckResponse.named("jobs")
                .status(status.ready())
                .withData("phase", status.phase().name())
                .withData(status.ready() ? "detail" : "reason", status.detail())
                .build();
    }
}
