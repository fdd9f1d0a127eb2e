package org.limner.worker;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.codec.ResultCodec;
import org.limner.worker.batch.JobIntake;
import org.limner.worker.batch.PipelineListener;
import org.limner.worker.batch.PipelineSettings;
import org.limner.worker.batch.RenderPipeline;
import org.limner.worker.batch.RendererUse;
import org.limner.worker.batch.ResultWriter;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.config.BatchConfig;
import org.limner.worker.config.KafkaConfig;
import org.limner.worker.config.LimitsConfig;
import org.limner.worker.config.PipelineConfig;
import org.limner.worker.generator.BundleSessions;
import org.limner.worker.generator.Generator;
import org.limner.worker.job.ImagePublication;
import org.limner.worker.job.JobPreparation;
import org.limner.worker.job.ResultEncoding;
import org.limner.worker.kafka.ClientProperties;
import org.limner.worker.kafka.KafkaClients;
import org.limner.worker.kafka.LoopListener;
import org.limner.worker.kafka.LoopSettings;
import org.limner.worker.kafka.LoopStatus;
import org.limner.worker.kafka.PollLoop;
import org.limner.worker.kafka.TopicNames;
import org.limner.worker.store.Stores;

/** Bundles, pipeline and poll loop, put together and running. Owns all of them, the sessions too. */
public final class Worker implements AutoCloseable {
    /** Beyond the drain's own limit: for closing the consumer, which says goodbye to its group. */
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(10);

    private final BundleRepository bundles;
    private final BundleSessions sessions;
    private final ConfiguredStores stores;
    private final RenderPipeline pipeline;
    private final PollLoop loop;
    private final Duration stuckAfter;

    private Worker(
            BundleRepository bundles,
            BundleSessions sessions,
            ConfiguredStores stores,
            RenderPipeline pipeline,
            PollLoop loop,
            Duration stuckAfter) {
        this.bundles = bundles;
        this.sessions = sessions;
        this.stores = stores;
        this.pipeline = pipeline;
        this.loop = loop;
        this.stuckAfter = stuckAfter;
    }

    /**
     * Makes the parts that jobs pass through and begins to take jobs. Takes ownership of {@code sessions}.
     *
     * @param stopped hears why the worker cannot go on; nothing is rendered any more then
     */
    static Worker start(
            WorkerSettings settings,
            BundleRepository bundles,
            BundleSessions sessions,
            KafkaClients clients,
            PipelineListener pipelineListener,
            LoopListener loopListener,
            Consumer<String> stopped) {
        KafkaConfig kafka = settings.kafka();
        LoopSettings loopSettings =
                loopSettings(kafka, settings.limits()); // first: nothing is open yet if it is refused
        ConfiguredStores stores = ConfiguredStores.open(
                settings.store(),
                settings.s3(),
                Math.toIntExact(settings.limits().referenceSize().asLongValue()));
        RenderPipeline pipeline = pipeline(settings, bundles, sessions, stores.stores(), pipelineListener, stopped);
        Duration stuckAfter = settings.worker().stuckAfter();
        PollLoop loop = new PollLoop(
                clients,
                new ClientProperties(kafka, settings.id()).transactionalId(),
                kafka.transactionTimeout(),
                pipeline::submit,
                () -> pipeline.stuckRenderer(stuckAfter).isPresent(),
                loopSettings,
                loopListener,
                stopped,
                System::nanoTime,
                Clock.systemUTC());
        Thread thread = new Thread(loop, "poll");
        thread.setDaemon(true); // the process ends when Quarkus does, which waits for the drain
        thread.start();
        return new Worker(bundles, sessions, stores, pipeline, loop, stuckAfter);
    }

    private static RenderPipeline pipeline(
            WorkerSettings settings,
            BundleRepository bundles,
            BundleSessions sessions,
            Stores stores,
            PipelineListener listener,
            Consumer<String> stopped) {
        LimitsConfig limits = settings.limits();
        JobIntake intake = new JobIntake(
                new JobCodec(limits.job()),
                new JobPreparation(bundles, sessions::generator, sessions::encoder, limits.job(), stores),
                Clock.systemUTC());
        ResultWriter results = new ResultWriter(
                new ImagePublication(limits.result(), stores.results()),
                new ResultEncoding(new ResultCodec(), "limner-worker/" + settings.id(), limits.result()),
                settings.id());
        Map<ModelBundle, List<Generator>> generators = new LinkedHashMap<>();
        bundles.bundles()
                .forEach(bundle ->
                        generators.put(bundle, sessions.session(bundle).generators()));
        BatchConfig batch = settings.batch();
        PipelineConfig threads = settings.pipeline();
        return new RenderPipeline(
                intake,
                generators,
                results,
                new PipelineSettings(
                        threads.decodeThreads(),
                        threads.encodeThreads(),
                        batch.maxSize(),
                        batch.maxDelay(),
                        settings.generator().runs(),
                        threads.maxPreparedSize().asLongValue()),
                listener,
                stopped,
                Clock.systemUTC());
    }

    private static LoopSettings loopSettings(KafkaConfig kafka, LimitsConfig limits) {
        return new LoopSettings(
                TopicNames.of(kafka),
                kafka.bootstrapServers(),
                kafka.pollTimeout(),
                kafka.requestTimeout(),
                kafka.retryDelay(),
                kafka.maxInFlightJobs(),
                kafka.maxInFlightSize().asLongValue(),
                limits.result().resultBytes(),
                new LoopSettings.Memory(
                        kafka.seenWindow(), kafka.maxSeenJobs(), kafka.cancellationWindow(), kafka.maxCancellations()));
    }

    /** What is served, for example {@code coast@2}. */
    public List<String> bundles() {
        return bundles.bundles().stream()
                .map(bundle -> bundle.reference().toString())
                .toList();
    }

    /** How things are with Kafka. */
    public LoopStatus kafka() {
        return loop.status();
    }

    /** Jobs taken and not committed. */
    public int jobsInFlight() {
        return loop.jobsInFlight();
    }

    /** Bytes reserved for them. */
    public long bytesInFlight() {
        return loop.bytesInFlight();
    }

    /** Memory of jobs that have been read and are not answered. */
    public long preparedBytes() {
        return pipeline.preparedBytes();
    }

    /** What the renderers did so far. */
    public RendererUse rendererUse() {
        return pipeline.rendererUse();
    }

    /** The bundle whose session run, or the job whose reading, takes longer than it may, with the numbers. */
    public Optional<String> stuckRenderer() {
        return pipeline.stuckRenderer(stuckAfter);
    }

    /** Takes no more jobs and waits until those taken are published, or {@code limit} has passed. */
    public void drain(Duration limit) throws InterruptedException {
        pipeline.hurry();
        loop.drain(limit);
        loop.awaitEnd(limit.plus(CLOSE_MARGIN));
    }

    /** Ends at once; jobs that were taken are left to another worker. */
    @Override
    public void close() {
        loop.drain(Duration.ZERO);
        try {
            loop.awaitEnd(CLOSE_MARGIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pipeline.close();
        stores.close();
        sessions.close();
    }
}
