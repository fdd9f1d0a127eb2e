package org.limner.chaos.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker under a supervisor that starts it again whenever it has ended, as a cluster does, until it is closed. */
public final class WorkerProcess implements AutoCloseable {
    /** Between an end and the next start. */
    private static final Duration RESTART_DELAY = Duration.ofMillis(500);

    private static final Duration HTTP_LIMIT = Duration.ofSeconds(5);

    private final String id;
    private final Path folder;
    private final List<String> jvm;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(HTTP_LIMIT).build();
    private final int httpPort = Program.freePort();
    private final Map<Integer, Integer> exits = new TreeMap<>();
    private ChildProcess process;
    private boolean closed;

    private WorkerProcess(String id, Path folder, List<String> jvm, Map<String, String> config) {
        this.id = id;
        this.folder = folder;
        this.jvm = new ArrayList<>(jvm);
        config.forEach((key, value) -> this.jvm.add("-D" + key + "=" + value));
        this.jvm.add("-Dlimner.worker.id=" + id);
        this.jvm.add("-Dquarkus.http.port=" + httpPort);
        this.process = launch();
        Thread supervisor = new Thread(this::supervise, "supervise-" + id);
        supervisor.setDaemon(true);
        supervisor.start();
    }

    /**
     * Starts it and does not wait.
     *
     * @param id     stays its own over all its lives
     * @param folder for its log
     * @param jvm    arguments of java
     * @param config keys of the worker
     */
    public static WorkerProcess start(String id, Path folder, List<String> jvm, Map<String, String> config) {
        return new WorkerProcess(id, folder, jvm, config);
    }

    public String id() {
        return id;
    }

    public synchronized long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() throws InterruptedException {
        ChildProcess victim = current();
        victim.kill();
        victim.awaitExit();
    }

    /** SIGTERM; does not wait for the drain. */
    public void terminate() {
        current().terminate();
    }

    /** SIGSTOP, and SIGCONT after {@code time}. */
    public void stopFor(Duration time) {
        current().stopFor(time);
    }

    /** How often its processes ended, by exit code. */
    public synchronized Map<Integer, Integer> exits() {
        return Map.copyOf(exits);
    }

    /** A page of its HTTP server; empty text while it does not answer. */
    public String get(String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                    .timeout(HTTP_LIMIT)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends it for good: SIGTERM, and SIGKILL when it has not drained within {@code limit}. */
    public void leave(Duration limit) throws InterruptedException {
        ChildProcess leaving;
        synchronized (this) {
            closed = true;
            leaving = process;
        }
        leaving.terminate();
        if (!leaving.awaitExit(limit)) {
            leaving.kill();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        process.kill();
    }

    private synchronized ChildProcess current() {
        return process;
    }

    private ChildProcess launch() {
        return ChildProcess.start(jvm, List.of("worker"), folder.resolve(id + ".log"), folder.resolve(id));
    }

    private void supervise() {
        try {
            for (ChildProcess watched = current(); watched != null; watched = next()) {
                int code = watched.awaitExit();
                synchronized (this) {
                    exits.merge(code, 1, Integer::sum);
                }
                TimeUnit.NANOSECONDS.sleep(RESTART_DELAY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable ChildProcess next() {
        if (closed) {
            return null;
        }
        process = launch();
        return process;
    }
}
