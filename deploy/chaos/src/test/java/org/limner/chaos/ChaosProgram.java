package org.limner.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built program in one of its roles, as a process. Killed when closed. */
final class ChaosProgram implements AutoCloseable {
    private static final Path JAR =
            Path.of(System.getProperty("limner.root"), "deploy/chaos/target/quarkus-app/quarkus-run.jar");
    static final Path BUNDLE = JAR.resolveSibling("bundles").resolve("tiny");

    private final Process process;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private ChaosProgram(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** {@code limner ARGUMENT..} */
    static ChaosProgram start(Path folder, String... arguments) {
        return start(folder, Map.of(), List.of(arguments));
    }

    /** A worker that can be made to fail. */
    static ChaosProgram worker(Path folder, Map<String, String> config) {
        return start(
                folder,
                config,
                List.of(
                        "worker",
                        "--parent-pid",
                        String.valueOf(ProcessHandle.current().pid())));
    }

    private static ChaosProgram start(Path folder, Map<String, String> config, List<String> arguments) {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = free.getLocalPort();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-Dquarkus.http.port=" + port));
            config.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.addAll(List.of("-jar", JAR.toString()));
            command.addAll(arguments);
            Path log = Files.createTempFile(folder, "chaos-", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ChaosProgram(process, log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int awaitExit(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended within %s; its output:%n%s", limit, output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGTERM; does not wait. */
    void terminate() {
        process.destroy();
    }

    /** Status and body of a page, for example {@code 200 {..}}; {@code 0} and the reason while nobody answers. */
    String get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return "0 " + e;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a page has a status and holds some words. */
    void await(String path, int status, String words) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String page = get(path);
        while (!page.startsWith(status + " ") || !page.contains(words)) {
            assertThat(System.nanoTime())
                    .as("%s is %d with '%s' before now, not %s; the log:%n%s", path, status, words, page, output())
                    .isLessThan(end);
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            page = get(path);
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
