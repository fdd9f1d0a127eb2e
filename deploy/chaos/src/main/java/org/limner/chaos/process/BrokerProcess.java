package org.limner.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The embedded broker in a process of its own, which can be ended and comes back with its records at its address. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(300);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private final int partitions;
    private final Map<String, String> properties;
    private ChildProcess process;
    private boolean closed;

    private BrokerProcess(Path folder, int partitions, Map<String, String> properties) {
        this.folder = folder;
        this.port = Program.freePort();
        this.partitions = partitions;
        this.properties = properties;
        this.process = launch();
    }

    /**
     * Starts it and waits until it has its topics.
     *
     * @param folder     for log and records
     * @param partitions of each topic
     * @param properties Kafka's own, beside those of an embedded broker
     */
    public static BrokerProcess start(Path folder, int partitions, Map<String, String> properties)
            throws InterruptedException {
        BrokerProcess broker = new BrokerProcess(folder, partitions, properties);
        try {
            broker.awaitReady();
            return broker;
        } catch (RuntimeException | InterruptedException e) {
            broker.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /**
     * Ends the broker, leaves clients alone for a while, and starts it on the same records.
     *
     * @param gently SIGTERM, in which it writes everything down and says goodbye; else SIGKILL
     */
    public void restart(boolean gently, Duration absence) throws InterruptedException {
        if (gently) {
            process.terminate();
            if (!process.awaitExit(STOP_LIMIT)) {
                process.kill();
            }
        } else {
            process.kill();
        }
        process.awaitExit();
        TimeUnit.NANOSECONDS.sleep(absence.toNanos());
        synchronized (this) {
            if (closed) {
                return;
            }
            process = launch();
        }
        awaitReady();
    }

    private ChildProcess launch() {
        List<String> role = new ArrayList<>(List.of(
                "broker",
                "--folder",
                folder.resolve("records").toString(),
                "--port",
                String.valueOf(port),
                "--partitions",
                String.valueOf(partitions),
                "--ready-file",
                readyFile().toString()));
        properties.forEach((name, value) -> role.addAll(List.of("--property", name + "=" + value)));
        try {
            Files.deleteIfExists(readyFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ChildProcess.start(List.of("-Xmx512m"), role, folder.resolve("broker.log"), folder);
    }

    private Path readyFile() {
        return folder.resolve("broker.ready");
    }

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(readyFile())) {
            if (process.awaitExit(Duration.ofMillis(50))) {
                throw new IllegalStateException("the broker ended by itself; see " + folder.resolve("broker.log"));
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the broker was not ready within " + START_LIMIT.toSeconds()
                        + " s; see " + folder.resolve("broker.log"));
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        process.kill();
    }
}
