package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running worker, as a person would start it: {@code java -jar quarkus-run.jar}. Killed when closed. */
final class WorkerProcess implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private WorkerProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts a worker and does not wait for it.
     *
     * @param config system properties
     * @param folder for its log
     */
    static WorkerProcess start(Path folder, Map<String, String> config) {
        Path application = Path.of(System.getProperty("limner.root"), "worker/target/quarkus-app/quarkus-run.jar");
        assertThat(application).as("the packaged worker").isRegularFile();
        try {
            int port = freePort();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-Dquarkus.http.port=" + port));
            config.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.addAll(List.of("-jar", application.toString()));
            return start(folder, command, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WorkerProcess start(Path folder, List<String> command, int port) throws IOException {
        Path log = Files.createTempFile(folder, "worker-", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new WorkerProcess(process, log, port);
    }

    /** Starts {@link LoopProgram} and does not wait for it. It has no HTTP. */
    static WorkerProcess startLoop(Path folder, Map<String, String> config) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LoopProgram.class.getName()));
        config.forEach((key, value) -> command.add(key + "=" + value));
        try {
            return start(folder, command, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGTERM; does not wait. */
    void terminate() {
        process.destroy();
    }

    /** SIGSTOP and, after a while, SIGCONT. */
    void stall(Duration duration) {
        signal("STOP");
        pause(duration);
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
            assertThat(kill.waitFor()).as("kill -%s", name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int awaitExit(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("the worker ended within %s; its log:%n%s", limit, log())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** A page of the worker's HTTP server; status 0 while it does not answer. */
    Page get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Page(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Page(0, String.valueOf(e));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void awaitReady() {
        awaitReadiness(200, "RUNNING");
    }

    /** Waits until readiness answers with {@code status} and its text contains {@code words}. */
    void awaitReadiness(int status, String words) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        Page page = get("/q/health/ready");
        while (page.status() != status || !page.body().contains(words)) {
            assertThat(System.nanoTime())
                    .as("readiness %d with '%s' before now; it is %s; the log:%n%s", status, words, page, log())
                    .isLessThan(end);
            assertThat(isAlive()).as("the worker lives; its log:%n%s", log()).isTrue();
            pause(Duration.ofMillis(100));
            page = get("/q/health/ready");
        }
    }

    /** What it has written so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    record Page(int status, String body) {}
}
