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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.limner.schemas.job.JobId;
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
    private final Consumer<String> stopped;
    private final Clock clock;
    private final LongSupplier nanoTime = System::nanoTime;
    private final ExecutorService decoders;
    private final ExecutorService encoders;
    private final PreparedMemory memory;
    private final RendererTime rendererTime;
    private final RecordsBeingRead reads = new RecordsBeingRead(nanoTime);
    private final RenderFeed feed;
    private final List<RenderThread> renderers = new ArrayList<>();

    /**
     * @param generators the open sessions of every bundle that jobs can name; stay open when the pipeline closes
     * @param stopped    hears that a job is left without an outcome: the process must end, or its partition stands still
     * @param clock      for the times in results
     */
    public RenderPipeline(
            JobIntake intake,
            Map<ModelBundle, List<Generator>> generators,
            ResultWriter results,
            PipelineSettings settings,
            PipelineListener listener,
            Consumer<String> stopped,
            Clock clock) {
        this.intake = intake;
        this.results = results;
        this.generators = Map.copyOf(generators);
        this.listener = listener;
        this.stopped = stopped;
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
                renderers.add(RenderThread.start(bundle, feed, run, stopped, nanoTime, threads));
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

    /** A bundle one of whose sessions, or a job whose reading, has taken longer than {@code limit}, with how long. */
    public Optional<String> stuckRenderer(Duration limit) {
        return renderers.stream()
                .flatMap(renderer -> renderer.trouble(limit).stream())
                .findFirst()
                .or(() -> reads.trouble(limit));
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
        if (finish(
                arrival,
                () -> read(arrival, timer),
                failure -> failed(arrival, intake.unread(arrival, failure), timer))) {
            left(arrival);
        }
    }

    /** The outcome of a record that ends here; empty when its images are to be rendered. */
    private Optional<Outcome> read(Arrival arrival, JobTimer timer) {
        long start = nanoTime.getAsLong();
        MaskDecodedEvent event = new MaskDecodedEvent(bytes(arrival));
        event.begin();
        reads.begin(arrival);
        Reading reading;
        try {
            reading = intake.read(arrival);
        } finally {
            reads.end();
            event.commit();
        }
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
        timer.decoded(took);
        listener.decoded(took);

        if (reading instanceof Reading.Renderable renderable) {
            RenderTask task = new RenderTask(arrival, renderable.job(), timer, nanoTime.getAsLong());
            memory.take(task.job().mask(), task.pictureBytes());
            try {
                feed.add(task);
            } catch (RuntimeException | Error e) {
                memory.release(task.job().mask(), task.pictureBytes());
                throw e;
            }
            return Optional.empty();
        }
        return Optional.of(failed(arrival, reading, timer));
    }

    private void left(Arrival arrival) {
        rendererTime.jobLeft();
        arrival.released();
    }

    private Outcome failed(Arrival arrival, Reading reading, JobTimer timer) {
        if (reading instanceof Reading.Refused refused) {
            return results.failed(refused.id(), refused.error(), refused.tags(), refused.traceparent(), timer);
        }
        if (reading instanceof Reading.Faulted faulted) {
            return results.faulted(arrival, faulted.job(), faulted.fault(), timer);
        }
        if (reading instanceof Reading.Unread unread) {
            return results.faulted(arrival, unread.id(), unread.fault(), timer);
        }
        if (reading instanceof Reading.NotAJob notAJob) {
            return new Outcome.DeadLetter(notAJob.reason(), notAJob.detail(), bytes(arrival), nanoTime.getAsLong());
        }
        throw new IllegalArgumentException("a job that can be rendered has not failed: " + reading);
    }

    private static int bytes(Arrival arrival) {
        byte[] value = arrival.value();
        return value == null ? 0 : value.length;
    }

    /**
     * Gives a record its outcome, if it has one yet. True when it had one.
     *
     * @param attempt   the outcome; empty when it comes later
     * @param otherwise an outcome that takes less to make, for when the attempt failed unforeseen
     */
    private boolean finish(
            Arrival arrival, Supplier<Optional<Outcome>> attempt, Function<Throwable, Outcome> otherwise) {
        try {
            Optional<Outcome> outcome;
            try {
                outcome = attempt.get();
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "A record has no outcome of its own; jobId={}",
                        JobIntake.id(arrival).map(JobId::value).orElse("unknown"),
                        e);
                outcome = Optional.of(otherwise.apply(e));
            }
            outcome.ifPresent(arrival::finish);
            return outcome.isPresent();
        } catch (RuntimeException | Error e) {
            stopped.accept("a job is left without an outcome: " + e); // first: logging may fail in its turn
            LOG.error("A record is left without an outcome", e);
            return false;
        }
    }

    /** The renderer goes on at once; how many tasks wait here is bounded by their memory. */
    private void ended(RenderTask task) {
        try {
            encoders.execute(() -> encode(task));
        } catch (RuntimeException | Error e) { // no thread could be started
            stopped.accept("job " + task.job().job().id() + " is left without an outcome: " + e);
            LOG.error("A record is left without an outcome", e);
        }
    }

    private void encode(RenderTask task) {
        try {
            if (!task.arrival().abandoned()) {
                finish(task.arrival(), () -> Optional.of(answer(task)), failure -> unanswered(task, failure));
            }
        } finally {
            memory.release(task.job().mask(), task.pictureBytes());
            left(task.arrival());
        }
    }

    private Outcome unanswered(RenderTask task, Throwable failure) {
        return results.faulted(
                task.arrival(),
                task.job().job(),
                JobError.of(ErrorCode.RENDER_FAILED, "answering the job failed with " + failure),
                task.timer());
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
        } catch (RuntimeException e) {
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
