package org.limner.standalone;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;

/** Says once when jobs are taken, then waits for the end. */
public final class StandaloneApplication implements QuarkusApplication {
    /** After this long without readiness a person is told why, again and again. */
    private static final long PATIENCE_MILLISECONDS = 15_000;

    private static final long POLL_MILLISECONDS = 50;

    private final SmallRyeHealthReporter health;

    public StandaloneApplication(SmallRyeHealthReporter health) {
        this.health = health;
    }

    /** @param arguments the broker's address; the ready file's path and the parent's process id, or empty text for none */
    @Override
    public int run(String... arguments) {
        // Beside this thread, which hears when a worker that refuses its bundles ends the program.
        Thread announcement = new Thread(() -> announce(arguments[0], arguments[1]), "announce-readiness");
        announcement.setDaemon(true);
        announcement.start();
        if (!arguments[2].isEmpty()) {
            endWithParent(Long.parseLong(arguments[2]));
        }
        Quarkus.waitForExit();
        announcement.interrupt();
        return ApplicationLifecycleManager.getExitCode();
    }

    /**
     * A program that started this one may be killed and could not end it then. Not by System.exit: the hooks that it runs, ONNX
     * Runtime's among them, would close what the worker drains with.
     */
    private static void endWithParent(long parentPid) {
        ProcessHandle.of(parentPid)
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null)) // it has ended already
                .thenRun(() -> Quarkus.asyncExit(StandaloneMain.OK));
    }

    private void announce(String bootstrapServers, String readyFile) {
        try {
            awaitReadiness();
            // Quarkus replaces port 0 by the one it got.
            String http = "http://127.0.0.1:" + ConfigProvider.getConfig().getValue("quarkus.http.port", String.class);
            String bundles = ConfigProvider.getConfig().getValue("limner.bundles", String.class);
            System.out.println("Limner is ready: Kafka at " + bootstrapServers + ", bundles of " + bundles
                    + ", health at " + http + "/q/health, metrics at " + http + "/q/metrics");
            if (!readyFile.isEmpty()) {
                writeReadyFile(Path.of(readyFile), bootstrapServers, http);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the program ends before it was ready
        } catch (IOException e) {
            System.err.println("limner: cannot write " + readyFile + ": " + e);
            Quarkus.asyncExit(StandaloneMain.REFUSED);
        }
    }

    private void awaitReadiness() throws InterruptedException {
        long waited = 0;
        SmallRyeHealth readiness = health.getReadiness();
        while (readiness.isDown()) {
            Thread.sleep(POLL_MILLISECONDS);
            waited += POLL_MILLISECONDS;
            if (waited % PATIENCE_MILLISECONDS == 0) {
                System.out.println("Limner is not ready yet: " + readiness.getPayload());
            }
            readiness = health.getReadiness();
        }
    }

    /** Moved into place whole, so that whoever waits for it never reads half of it. */
    private static void writeReadyFile(Path file, String bootstrapServers, String http) throws IOException {
        Properties ready = new Properties();
        ready.setProperty("bootstrap-servers", bootstrapServers);
        ready.setProperty("http", http);
        ready.setProperty("health", http + "/q/health/ready");
        ready.setProperty("metrics", http + "/q/metrics");
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (Writer writer = Files.newBufferedWriter(partial)) {
            ready.store(writer, null);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
