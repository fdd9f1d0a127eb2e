package org.limner.worker.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.result.RenderResult;
import org.limner.worker.batch.Outcome;
import org.limner.worker.batch.PipelineListener;
import org.limner.worker.batch.RendererUse;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.kafka.LoopListener;

/** Counts and times what the worker does. Names and tags are in the worker's README. Thread-safe. */
public final class WorkerMetrics implements PipelineListener, LoopListener {
    /** Upper bounds of the stages' histograms: from a small decode to a drain's limit, 2 to 2.5 times the one before. */
    private static final Duration[] BUCKETS = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    // A field, since counters hold weakly what they ask.
    private volatile Supplier<RendererUse> rendererUse = () -> new RendererUse(Duration.ZERO, Duration.ZERO);

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows numbers that are asked for when somebody looks. */
    public void watch(
            Supplier<Number> jobsInFlight,
            Supplier<Number> bytesInFlight,
            Supplier<Number> preparedBytes,
            Supplier<RendererUse> rendererUse) {
        this.rendererUse = rendererUse;
        Gauge.builder("limner.in.flight.jobs", jobsInFlight)
                .description("Jobs taken from their topic whose result is not committed")
                .register(registry);
        Gauge.builder("limner.in.flight.size", bytesInFlight)
                .baseUnit("bytes")
                .description("Bytes reserved for them")
                .register(registry);
        Gauge.builder("limner.prepared.size", preparedBytes)
                .baseUnit("bytes")
                .description("Memory of jobs that have been read and are not answered: masks and pictures")
                .register(registry);
        FunctionCounter.builder(
                        "limner.renderer.busy",
                        this,
                        metrics -> seconds(metrics.rendererUse.get().busy()))
                .baseUnit("seconds")
                .description("Time in session runs")
                .register(registry);
        FunctionCounter.builder(
                        "limner.renderer.idle",
                        this,
                        metrics -> seconds(metrics.rendererUse.get().idle()))
                .baseUnit("seconds")
                .description("Time without a session run while there were jobs in the pipeline")
                .register(registry);
    }

    @Override
    public void published(Outcome outcome) {
        stage("commit", Duration.ofNanos(System.nanoTime() - outcome.readyAt()));
        if (outcome instanceof Outcome.Answered answered) {
            RenderResult result = answered.result();
            String code = result.error().map(error -> error.code().name()).orElse("");
            Counter.builder("limner.jobs")
                    .description("Jobs whose result is committed")
                    .tag("status", result.status().name())
                    .tag("code", code)
                    .register(registry)
                    .increment();
            Counter.builder("limner.images")
                    .description("Images in committed results")
                    .register(registry)
                    .increment(result.images().size());
        } else if (outcome instanceof Outcome.DeadLetter dead) {
            Counter.builder("limner.dead.letters")
                    .description("Records that were no jobs")
                    .tag("reason", dead.reason().name())
                    .register(registry)
                    .increment();
        }
    }

    @Override
    public void committed() {
        transaction("committed");
    }

    @Override
    public void failed() {
        transaction("failed");
    }

    @Override
    public void queued(Duration waited) {
        stage("queue", waited);
    }

    @Override
    public void decoded(Duration took) {
        stage("decode", took);
    }

    @Override
    public void waited(Duration took) {
        stage("batching", took);
    }

    @Override
    public void rendered(ModelReference model, int images, Duration took) {
        stage("render", took);
        DistributionSummary.builder("limner.batch")
                .baseUnit("images")
                .description("Images in one session run")
                .tag("model", model.toString())
                .register(registry)
                .record(images);
    }

    @Override
    public void failed(ModelReference model, int images, FailureKind kind) {
        Counter.builder("limner.batch.failures")
                .description("Session runs that failed")
                .tag("model", model.toString())
                .tag("kind", kind.name())
                .register(registry)
                .increment();
    }

    @Override
    public void encoded(int images, Duration took) {
        stage("encode", took);
    }

    private void stage(String stage, Duration took) {
        Timer.builder("limner.stage")
                .description("Time of one job (queue, decode, batching, encode, commit) or one session run (render)")
                .tag("stage", stage)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private void transaction(String outcome) {
        Counter.builder("limner.transactions")
                .description("Transactions of results and offsets")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }
}
