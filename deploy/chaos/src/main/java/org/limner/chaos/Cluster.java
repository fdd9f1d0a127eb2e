package org.limner.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.limner.chaos.job.JobKind;
import org.limner.chaos.process.BrokerProcess;
import org.limner.chaos.process.WorkerProcess;

/** The broker and the workers of a run. Closed, or when this program ends otherwise, none of them is left. */
final class Cluster implements AutoCloseable {
    /** Longer than a session run of {@link org.limner.chaos.process.Program#bundle} takes: kills find jobs on their way. */
    private static final String RENDER_DELAY = "30ms";

    /** Lives are short: little memory, and no time for the better compiler. */
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path folder;
    private final BrokerProcess broker;
    private final Map<String, String> config;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final List<WorkerProcess> visitors = new ArrayList<>();
    private final Thread hook = new Thread(this::kill, "end-all-processes");

    private Cluster(Path folder, BrokerProcess broker, Map<String, String> config) {
        this.folder = folder;
        this.broker = broker;
        this.config = config;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts the broker, waits for it, and starts the workers. */
    static Cluster start(ChaosSettings settings, Path folder) throws InterruptedException {
        Path bundle = settings.bundle();
        long session = settings.sessionTimeout().toMillis();
        Map<String, String> ofConsumerGroups = Map.of(
                "group.consumer.session.timeout.ms", String.valueOf(session),
                "group.consumer.min.session.timeout.ms", String.valueOf(session),
                "group.consumer.heartbeat.interval.ms", String.valueOf(session / 3),
                "group.consumer.min.heartbeat.interval.ms", String.valueOf(session / 3));
        Map<String, String> config = new HashMap<>();
        config.put("limner.bundles", bundle.toString());
        config.put("limner.kafka.group-protocol", settings.groupProtocol());
        config.put("limner.kafka.session-timeout", session + "ms");
        config.put("limner.kafka.heartbeat-interval", session / 3 + "ms");
        config.put("limner.generator.intra-op-threads", "1");
        if (settings.jobs().of(JobKind.BY_REFERENCE) > 0) {
            config.put("limner.store.roots", store(folder).toString());
        }
        config.put("limner.chaos.folder", attempts(folder).toString());
        config.put("limner.chaos.max-render-delay", RENDER_DELAY);
        BrokerProcess broker = BrokerProcess.start(folder, settings.partitions(), ofConsumerGroups);
        config.put("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        Cluster cluster = new Cluster(folder, broker, config);
        for (int i = 1; i <= settings.workers(); i++) {
            cluster.workers.add(cluster.launch("worker-" + i));
        }
        return cluster;
    }

    /** Where workers count the faults they met. */
    static Path attempts(Path folder) {
        return folder.resolve("attempts");
    }

    /** Where masks are that jobs refer to. */
    static Path store(Path folder) {
        return folder.resolve("store");
    }

    /** Takes the masks away and brings them back. */
    void storeOutage(Duration absence) throws InterruptedException {
        Path away = folder.resolve("store-away");
        try {
            Files.move(store(folder), away);
            TimeUnit.NANOSECONDS.sleep(absence.toNanos());
            Files.move(away, store(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move the masks' folder", e);
        }
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    BrokerProcess broker() {
        return broker;
    }

    /** Those that stay. */
    List<WorkerProcess> workers() {
        return workers;
    }

    /** One more worker, which may leave again. */
    WorkerProcess visit() {
        WorkerProcess visitor = launch("visitor-" + (visitors.size() + 1));
        synchronized (visitors) {
            visitors.add(visitor);
        }
        return visitor;
    }

    /** Ends every worker as a cluster would: told to, and by force when it has not drained within {@code limit}. */
    void leave(Duration limit) throws InterruptedException {
        for (WorkerProcess worker : all()) {
            worker.terminate();
        }
        for (WorkerProcess worker : all()) {
            worker.leave(limit);
        }
    }

    /** How often workers' processes ended, by exit code. */
    Map<Integer, Integer> exits() {
        Map<Integer, Integer> exits = new TreeMap<>();
        all().forEach(worker -> worker.exits().forEach((code, times) -> exits.merge(code, times, Integer::sum)));
        return exits;
    }

    private WorkerProcess launch(String id) {
        try {
            // ONNX Runtime unpacks its libraries there; a killed process leaves them behind.
            Path temporary = Files.createDirectories(folder.resolve("temporary"));
            List<String> jvm = new ArrayList<>(JVM);
            jvm.add("-Djava.io.tmpdir=" + temporary);
            return WorkerProcess.start(id, folder, jvm, config);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + folder, e);
        }
    }

    private List<WorkerProcess> all() {
        synchronized (visitors) {
            List<WorkerProcess> all = new ArrayList<>(workers);
            all.addAll(visitors);
            return all;
        }
    }

    private void kill() {
        all().forEach(WorkerProcess::close);
        broker.close();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        kill();
    }
}
