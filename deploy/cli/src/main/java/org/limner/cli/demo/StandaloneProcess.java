package org.limner.cli.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;

/**
 * {@code limner standalone} as a child process on free ports, with its output in a file. Ends with {@link #close}, and by
 * itself when this process ends without calling it.
 */
final class StandaloneProcess implements AutoCloseable {
    /** A worker drains what it has begun; beyond this it is ended by force. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private static final int FIRST_JDK_THAT_WARNS_ABOUT_NATIVE_CODE = 22;

    private final Process process;
    private final Path log;
    private final Path readyFile;

    private StandaloneProcess(Process process, Path log, Path readyFile) {
        this.process = process;
        this.log = log;
        this.readyFile = readyFile;
    }

    /**
     * Where the standalone program listens, from the file it writes once it is ready.
     *
     * @param bootstrapServers of the broker
     * @param health           URL of the readiness check
     */
    record Ready(String bootstrapServers, String health) {}

    /**
     * @param jar     {@code quarkus-run.jar} of the standalone program
     * @param bundles folder of bundles, or one bundle
     * @param log     file for its output; overwritten
     */
    static StandaloneProcess start(Path jar, Path bundles, Path log) {
        if (!Files.exists(jar)) {
            throw new CommandFailedException(
                    ExitCode.REFUSED, "the standalone program is not built: " + jar + " is missing; run: limner build");
        }
        try {
            Path readyFile = log.resolveSibling("standalone.ready");
            Files.deleteIfExists(readyFile);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS_ABOUT_NATIVE_CODE) {
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            command.addAll(List.of("-jar", jar.toString()));
            command.addAll(List.of("--port", "0", "--http-port", "0", "--bundles", bundles.toString()));
            command.addAll(List.of("--ready-file", readyFile.toString()));
            command.addAll(List.of(
                    "--parent-pid", String.valueOf(ProcessHandle.current().pid())));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new StandaloneProcess(process, log, readyFile);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.REFUSED, "cannot start the standalone worker: " + e, e);
        }
    }

    /** Waits until broker and worker are ready. Ends the verb with the log's last lines when that fails. */
    Ready awaitReady(Duration limit) {
        long start = System.nanoTime();
        try {
            while (!Files.exists(readyFile)) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new CommandFailedException(
                            ExitCode.REFUSED,
                            "the standalone worker ended with code " + process.exitValue() + "; its last words:\n"
                                    + lastWords());
                }
                if (System.nanoTime() - start > limit.toNanos()) {
                    throw new CommandFailedException(
                            ExitCode.UNREACHABLE,
                            "the standalone worker was not ready within %d s; its last words:%n%s"
                                    .formatted(limit.toSeconds(), lastWords()));
                }
            }
            Properties ready = new Properties();
            try (Reader reader = Files.newBufferedReader(readyFile)) {
                ready.load(reader);
            }
            return new Ready(ready.getProperty("bootstrap-servers"), ready.getProperty("health"));
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.REFUSED, "cannot read " + readyFile + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitCode.UNREACHABLE, "interrupted while waiting for the worker", e);
        }
    }

    long pid() {
        return process.pid();
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        List<String> last = lines.subList(Math.max(0, lines.size() - 15), lines.size());
        return String.join("\n", last) + "\n(all of it is in " + log + ")";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(readyFile);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + readyFile, e);
        }
    }
}
