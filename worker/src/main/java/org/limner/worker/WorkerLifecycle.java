package org.limner.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.limner.worker.bundle.BundleRefusedException;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.config.ConfigKeys;
import org.limner.worker.config.GeneratorConfig;
import org.limner.worker.config.UnknownKeys;
import org.limner.worker.generator.BundleSessions;
import org.limner.worker.generator.Device;
import org.limner.worker.generator.GeneratorDecorator;
import org.limner.worker.generator.SessionSettings;
import org.limner.worker.kafka.ClientProperties;
import org.limner.worker.kafka.ConfiguredKafkaClients;
import org.limner.worker.kafka.KafkaClients;
import org.limner.worker.telemetry.InstrumentedKafkaClients;
import org.limner.worker.telemetry.WorkerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the worker to its process: start, drain on SIGTERM, end. */
@ApplicationScoped
public class WorkerLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLifecycle.class);

    /** The process's exit code when a key, a value or a bundle is refused. */
    public static final int REFUSED = 3;

    /** The process's exit code when the poll loop cannot go on. */
    public static final int STOPPED = 1;

    private final Config config;
    private final List<ConfigKeys> keys;
    private final Provider<WorkerSettings> settings;
    private final MeterRegistry registry;
    private final List<GeneratorDecorator> decorators;
    private volatile @Nullable Worker worker;

    WorkerLifecycle(
            Config config,
            @All List<ConfigKeys> keys,
            Provider<WorkerSettings> settings,
            MeterRegistry registry,
            @All List<GeneratorDecorator> decorators) {
        this.config = config;
        this.keys = keys;
        this.settings = settings;
        this.registry = registry;
        this.decorators = decorators;
    }

    /** The running worker; empty while bundles are being loaded. */
    public Optional<Worker> worker() {
        return Optional.ofNullable(worker);
    }

    void start(@Observes StartupEvent event) {
        try {
            refuseUnknownKeys();
            worker = open(settings.get());
            TerminationSignals.handle();
        } catch (BundleRefusedException | IllegalArgumentException e) {
            LOG.error("The worker does not start: {}", e.getMessage());
            // Not thrown on: an exception here leaves the process hanging and without the exit code.
            Quarkus.asyncExit(REFUSED);
        }
    }

    /** HTTP is still up here: readiness says that the worker drains, liveness and metrics go on. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        Worker draining = worker;
        if (draining != null) {
            draining.drain(settings.get().worker().drainTimeout());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Worker closing = worker;
        if (closing != null) {
            closing.close();
        }
    }

    private void refuseUnknownKeys() {
        TreeSet<String> known = new TreeSet<>();
        keys.forEach(some -> known.addAll(some.names()));
        List<String> unknown = new UnknownKeys(known).in(config.getConfigSources());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", unknown));
        }
    }

    private Worker open(WorkerSettings settings) {
        GeneratorConfig generator = settings.generator();
        SessionSettings sessionSettings = new SessionSettings(
                Device.parse(settings.serving().device()),
                generator.threadsPerRun(Runtime.getRuntime().availableProcessors()),
                generator.sessions(),
                generator.cuda().settings());
        BundleRepository bundles = BundleRepository.load(settings.serving().bundles());
        BundleSessions cold = BundleSessions.openCold(bundles, sessionSettings);
        BundleSessions sessions = cold;
        for (GeneratorDecorator decorator : decorators) {
            sessions = sessions.decorated(decorator);
        }
        KafkaClients clients = InstrumentedKafkaClients.wrap(
                new ConfiguredKafkaClients(new ClientProperties(settings.kafka(), settings.id())), registry);
        WorkerMetrics metrics = new WorkerMetrics(registry);
        Worker opened = Worker.start(settings, bundles, sessions, clients, metrics, metrics, WorkerLifecycle::exit);
        try {
            cold.warmUp(sessionSettings); // while the poll loop looks for its broker
        } catch (BundleRefusedException e) {
            opened.close();
            throw e;
        }
        metrics.watch(opened::jobsInFlight, opened::bytesInFlight, opened::preparedBytes, opened::rendererUse);
        LOG.info(
                "The worker runs; id={} bundles={} device={} kafka={}",
                settings.id(),
                opened.bundles(),
                settings.serving().device(),
                settings.kafka().bootstrapServers());
        return opened;
    }

    /** A worker whose poll loop ended renders nothing any more: whoever runs it must start another process. */
    private static void exit(String reason) {
        LOG.error("The worker ends: {}", reason);
        Quarkus.asyncExit(STOPPED);
    }
}
