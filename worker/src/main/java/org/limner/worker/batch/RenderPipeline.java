package org.limner.worker.batch;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
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
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.generator.Generator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a record through the worker: a pool reads it, render threads fetch its images from the {@link RenderFeed}
 * together with others, a second pool writes its files and its result. Renderers wait for nobody: what is read and what is
 * to be written queues on either side of them.
 *
 * <p>{@link #submit} never waits. How many records are under way is bounded by whoever submits; what they become in
 * memory by {@link PreparedMemory}, which holds the reading back.
 */
public final class RenderPipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RenderPipeline.class);

    private final JobIntake intake;
    private final ResultWriter results;
    private final Map<ModelBundle, List<Generator>> generators;
    private final PipelineListener listener;
    private final Clock clock;
    private final LongSupplier nanoTime = System::nanoTime;
    private final ExecutorService decoders;
    private final ExecutorService encoders;
    private final PreparedMemory memory;
    private final RendererTime rendererTime;
    private final RenderFeed feed;
    private final List<RenderThread> renderers = new ArrayList<>();

    /**
     * @param generators the open sessions of every bundle that jobs can name; stay open when the pipeline closes
     * @param clock      for the times in results
     */
    public RenderPipeline(
            JobIntake intake,
            Map<ModelBundle, List<Generator>> generators,
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
                new LinkedBlockingQueue<>(),
                NamedThreads.of("encode"),
                new ThreadPoolExecutor.DiscardPolicy()); // after close, when nobody takes outcomes any more
        this.memory = new PreparedMemory(settings.preparedBytes());
        int sessions = generators.values().stream().mapToInt(List::size).sum();
        this.rendererTime = new RendererTime(Math.min(settings.concurrentRuns(), sessions), nanoTime);
        BatchCaps<ModelBundle> caps = new BatchCaps<>(settings.maxBatchSize(), nanoTime);
        this.feed = new RenderFeed(
                new BatchAssembler<>(caps, settings.maxBatchDelay(), nanoTime), settings.concurrentRuns());
        generators.forEach((bundle, ofBundle) -> {
            ThreadFactory threads = NamedThreads.of("render-" + bundle.reference());
            for (Generator generator : ofBundle) {
                BatchRun run = new BatchRun(
                        bundle, generator, new Wanted(clock), caps, this::ended, rendererTime, listener, nanoTime);
                renderers.add(RenderThread.start(bundle, feed, run, nanoTime, threads));
            }
        });
    }

    /** Takes a record; its {@link Arrival#finish} is called later, from another thread. */
    public void submit(Arrival arrival) {
        JobTimer timer = new JobTimer(arrival.published(), clock);
        listener.queued(timer.queue());
        rendererTime.jobTaken();
        decoders.execute(() -> decode(arrival, timer));
    }

    /** From now on no job waits for others to share its batch. For draining. */
    public void hurry() {
        feed.hurry();
    }

    /** A bundle one of whose sessions has been rendering a batch for longer than {@code limit}, with how long. */
    public Optional<String> stuckRenderer(Duration limit) {
        return renderers.stream()
                .flatMap(renderer -> renderer.trouble(limit).stream())
                .findFirst();
    }

    /** What the renderers did so far. */
    public RendererUse rendererUse() {
        return rendererTime.use();
    }

    /** Memory of jobs that have been read and are not answered. */
    public long preparedBytes() {
        return memory.bytes();
    }

    /** Stops taking work. What is being rendered is not waited for and its outcome may not come. */
    @Override
    public void close() {
        decoders.shutdownNow();
        feed.close();
        encoders.shutdown();
    }

    private void decode(Arrival arrival, JobTimer timer) {
        try {
            memory.awaitRoom();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pipeline closes
            return;
        }
        if (arrival.abandoned()) {
            left(arrival);
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
            RenderTask task = new RenderTask(arrival, renderable.job(), timer, nanoTime.getAsLong());
            memory.take(task.job().mask(), task.pictureBytes());
            feed.add(task);
        } else if (reading instanceof Reading.Refused refused) {
            finish(
                    arrival,
                    results.failed(refused.id(), refused.error(), refused.tags(), refused.traceparent(), timer));
        } else if (reading instanceof Reading.Faulted faulted) {
            finish(arrival, results.faulted(arrival, faulted.job(), faulted.fault(), timer));
        } else if (reading instanceof Reading.NotAJob notAJob) {
            finish(
                    arrival,
                    new Outcome.DeadLetter(notAJob.reason(), notAJob.detail(), recordBytes, nanoTime.getAsLong()));
        }
    }

    private void finish(Arrival arrival, Outcome outcome) {
        arrival.finish(outcome);
        left(arrival);
    }

    private void left(Arrival arrival) {
        rendererTime.jobLeft();
        arrival.released();
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

    /** The renderer goes on at once; how many tasks wait here is bounded by their memory. */
    private void ended(RenderTask task) {
        encoders.execute(() -> {
            try {
                if (!task.arrival().abandoned()) {
                    task.arrival().finish(answer(task));
                }
            } finally {
                memory.release(task.job().mask(), task.pictureBytes());
                left(task.arrival());
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
            Generator generator = generators.get(task.job().bundle()).get(0);
            return results.succeeded(task, files, generator.runtime());
        } catch (JobRejectedException e) {
            return results.failed(task, e.error());
        } catch (StoreFailedException e) {
            LOG.warn(
                    "Images could not be put into the store; jobId={} reason={}",
                    task.job().job().id(),
                    e.getMessage());
            return results.faulted(
                    task.arrival(),
                    task.job().job(),
                    JobError.of(ErrorCode.STORE_UNAVAILABLE, String.valueOf(e.getMessage())),
                    task.timer());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("Writing a result failed; jobId={}", task.job().job().id(), e);
            return results.failed(task, JobError.of(ErrorCode.RENDER_FAILED, "writing the images failed with " + e));
        }
    }

    private List<RenderedImage> files(RenderTask task) throws JobRejectedException, StoreFailedException {
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
