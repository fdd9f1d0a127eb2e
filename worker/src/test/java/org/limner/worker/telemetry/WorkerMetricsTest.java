package org.limner.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.limner.schemas.codec.DeadLetterReason;
import org.limner.worker.batch.Outcome;
import org.limner.worker.batch.RendererUse;

/** What could go wrong: a dashboard that asks for a name or a bucket that is not there, a counter that forgets its source. */
class WorkerMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WorkerMetrics metrics = new WorkerMetrics(registry);

    @Test
    void everyStageIsAHistogram() {
        metrics.queued(Duration.ofMillis(3));
        metrics.decoded(Duration.ofMillis(30));
        metrics.waited(Duration.ofMillis(30));
        metrics.encoded(1, Duration.ofSeconds(30));
        metrics.published(new Outcome.DeadLetter(DeadLetterReason.MALFORMED_ENVELOPE, "no job", 3, System.nanoTime()));

        String scraped = registry.scrape();
        assertThat(scraped)
                .contains(
                        "limner_stage_seconds_bucket{stage=\"queue\",le=\"0.002\",} 0.0",
                        "limner_stage_seconds_bucket{stage=\"queue\",le=\"0.005\",} 1.0",
                        "limner_stage_seconds_bucket{stage=\"decode\",le=\"0.05\",} 1.0",
                        "limner_stage_seconds_bucket{stage=\"batching\",le=\"0.02\",} 0.0",
                        "limner_stage_seconds_bucket{stage=\"encode\",le=\"60.0\",} 1.0",
                        "limner_stage_seconds_count{stage=\"commit\",} 1.0");
    }

    @Test
    void renderersTimeIsCountedInSecondsForAsLongAsTheWorkerLives() {
        AtomicReference<RendererUse> use =
                new AtomicReference<>(new RendererUse(Duration.ofMillis(1500), Duration.ofMillis(250)));
        metrics.watch(() -> 1, () -> 2, () -> 3L, use::get);
        System.gc(); // registries hold what they ask weakly

        assertThat(registry.scrape())
                .contains(
                        "limner_renderer_busy_seconds_total 1.5",
                        "limner_renderer_idle_seconds_total 0.25",
                        "limner_prepared_size_bytes 3.0");
        use.set(new RendererUse(Duration.ofSeconds(3), Duration.ofSeconds(1)));
        assertThat(registry.scrape())
                .contains("limner_renderer_busy_seconds_total 3.0", "limner_renderer_idle_seconds_total 1.0");
    }
}
