package org.limner.worker.batch;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.limner.schemas.codec.DeadLetterReason;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderedImage;
import org.limner.worker.batch.JobIntake.Reading;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.generator.Generator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a record through the worker: a pool reads it, {@link RenderDispatcher} has its images rendered together
 * with others, a second pool writes its files and its result.
 *
 * <p>{@link #submit} never waits. How much is under way is bounded by whoever submits; the one queue that could grow
 * beyond that, pictures waiting to be written, holds the render threads back instead.
 */
public final class RenderPipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RenderPipeline.class);

    private final JobIntake intake;
    private final ResultWriter results;
    private final Map<ModelBundle, Generator> generators;
    private final PipelineListener listener;
    private final Clock clock;
    private final LongSupplier nanoTime = System::nanoTime;
    private final ExecutorService decoders;
    private final ExecutorService encoders;
    private final RenderDispatcher dispatcher;

    /**
     * @param generators the open generator of every bundle that jobs can name; stays open when the pipeline closes
     * @param clock      for the times in results
     */
    public RenderPipeline(
            JobIntake intake,
            Map<ModelBundle, Generator> generators,
            ResultWriter results,
            PipelineSettings settings,
            PipelineListener listener,
            Clock clock) {
        this.intake = intake;
        this.results = results;
        this.generators = Map.copyOf(generators);
        this.listener = listener;
        this.clock = clock;
        this.decoders = Executors.newFixedThreadPool(settings.decodeThreads(), NamedThreads.of("decode"));
        this.encoders = new ThreadPoolExecutor(
                settings.encodeThreads(),
                settings.encodeThreads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(2 * settings.encodeThreads()),
                NamedThreads.of("encode"),
                new ThreadPoolExecutor.CallerRunsPolicy());
        Map<ModelBundle, RenderThread> renderers = new LinkedHashMap<>();
        generators.forEach((bundle, generator) -> renderers.put(bundle, renderThread(bundle, generator)));
        this.dispatcher = new RenderDispatcher(
                new BatchAssembler<>(settings.maxBatchSize(), settings.maxBatchDelay(), nanoTime),
                renderers,
                settings.concurrentRuns());
    }

    private RenderThread renderThread(ModelBundle bundle, Generator generator) {
        BatchRun run = new BatchRun(bundle.reference(), generator, new Wanted(clock), this::encode, listener, nanoTime);
        return new RenderThread(bundle.reference(), run, nanoTime);
    }

    /** Takes a record; its {@link Arrival#finish} is called later, from another thread. */
    public void submit(Arrival arrival) {
        JobTimer timer = new JobTimer(arrival.published(), clock);
        decoders.execute(() -> decode(arrival, timer));
    }

    /** From now on no job waits for others to share its batch. For draining. */
    public void hurry() {
        dispatcher.hurry();
    }

    /** The bundle whose batch has been rendered for longer than {@code limit}, with how long. */
    public Optional<String> stuckRenderer(Duration limit) {
        return dispatcher
                .longestRun()
                .filter(run -> run.getValue().compareTo(limit) > 0)
                .map(run -> run.getKey() + " has been rendering one batch for "
                        + run.getValue().toSeconds() + " s, the limit is " + limit.toSeconds() + " s");
    }

    /** Stops taking work. What is being rendered is not waited for and its outcome may not come. */
    @Override
    public void close() {
        decoders.shutdownNow();
        dispatcher.close();
        encoders.shutdown();
    }

    private void decode(Arrival arrival, JobTimer timer) {
        if (arrival.abandoned()) {
            return;
        }
        long start = nanoTime.getAsLong();
        int recordBytes = arrival.value() == null ? 0 : arrival.value().length;
        MaskDecodedEvent event = new MaskDecodedEvent(recordBytes);
        event.begin();
        Reading reading = read(arrival);
        event.commit();
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
        timer.decoded(took);
        listener.decoded(took);

        if (reading instanceof Reading.Renderable renderable) {
            dispatcher.add(new RenderTask(arrival, renderable.job(), timer, nanoTime.getAsLong()));
        } else if (reading instanceof Reading.Refused refused) {
            arrival.finish(results.failed(refused.id(), refused.error(), refused.tags(), refused.traceparent(), timer));
        } else if (reading instanceof Reading.Faulted faulted) {
            arrival.finish(results.faulted(arrival, faulted.job(), faulted.fault(), timer));
        } else if (reading instanceof Reading.NotAJob notAJob) {
            arrival.finish(new Outcome.DeadLetter(notAJob.reason(), notAJob.detail(), recordBytes));
        }
    }

    private Reading read(Arrival arrival) {
        try {
            return intake.read(arrival);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            LOG.error("A record could not be read", e);
            return new Reading.NotAJob(
                    DeadLetterReason.MALFORMED_ENVELOPE,
                    "reading the record failed with " + e.getClass().getName());
        }
    }

    private void encode(RenderTask task) {
        encoders.execute(() -> {
            if (!task.arrival().abandoned()) {
                task.arrival().finish(answer(task));
            }
        });
    }

    private Outcome answer(RenderTask task) {
        if (task.error().isPresent()) {
            return task.faulted()
                    ? results.faulted(
                            task.arrival(), task.job().job(), task.error().get(), task.timer())
                    : results.failed(task, task.error().get());
        }
        try {
            List<RenderedImage> files = files(task);
            Generator generator = generators.get(task.job().bundle());
            return results.succeeded(task, files, generator.runtime());
        } catch (JobRejectedException e) {
            return results.failed(task, e.error());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("Writing a result failed; jobId={}", task.job().job().id(), e);
            return results.failed(task, JobError.of(ErrorCode.RENDER_FAILED, "writing the images failed with " + e));
        }
    }

    private List<RenderedImage> files(RenderTask task) throws JobRejectedException {
        ImageEncodedEvent event = new ImageEncodedEvent(task.job().job().id().value(), task.images());
        event.begin();
        long start = nanoTime.getAsLong();
        try {
            return results.files(task);
        } finally {
            Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
            task.timer().encoded(took);
            listener.encoded(task.images(), took);
            event.commit();
        }
    }
}
