package org.limner.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built program as a process. What could go wrong: something left behind, a start that hangs instead of refusing. */
@Timeout(120)
class StandaloneIT {
    private static final Path ROOT = Path.of(System.getProperty("limner.root"));
    private static final Path JAR = ROOT.resolve("deploy/standalone/target/quarkus-app/quarkus-run.jar");
    private static final Path TINY = ROOT.resolve("worker/src/test/bundles/tiny");

    @TempDir
    private Path folder;

    @Test
    void servesUntilItIsToldToEndAndLeavesNothingBehind() throws Exception {
        Process process = start("--bundles", TINY.toString());
        try {
            Properties ready = awaitReady(process);
            assertThat(status(ready.getProperty("health"))).isEqualTo(200);
            assertThat(status(ready.getProperty("metrics"))).isEqualTo(200);
            String broker = ready.getProperty("bootstrap-servers");
            assertThat(broker).startsWith("127.0.0.1:");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
                assertThat(admin.listTopics().names().get())
                        .contains("limner.jobs", "limner.results", "limner.dead-letter");
            }
            assertThat(output()).contains("Limner is ready: Kafka at " + broker);
            assertThat(temporaryFolders()).isNotEmpty();
        } finally {
            process.destroy(); // SIGTERM
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();
        assertThat(process.exitValue())
                .as("as for any process ended by SIGTERM")
                .isEqualTo(128 + 15);
        assertThat(temporaryFolders()).as("the broker's temporary folders").isEmpty();
    }

    @Test
    void saysHowItEnds() throws Exception {
        Process process = start("--help");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isZero();
        assertThat(output()).contains("143 ended by SIGTERM", "--parent-pid");
    }

    @Test
    void endsWithTheProcessThatStartedIt() throws Exception {
        Process parent = new ProcessBuilder("sleep", "300").start();
        Process process = start("--bundles", TINY.toString(), "--parent-pid", String.valueOf(parent.pid()));
        try {
            awaitReady(process);
            parent.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();
            assertThat(process.exitValue()).as(output()).isZero();
            assertThat(output()).contains("Draining");
            assertThat(temporaryFolders()).as("the broker's temporary folders").isEmpty();
        } finally {
            parent.destroyForcibly();
            process.destroyForcibly();
        }
    }

    @Test
    void endsAtOnceWhenTheProcessThatStartedItIsGone() throws Exception {
        Process parent = new ProcessBuilder("true").start();
        assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Process process = start("--bundles", TINY.toString(), "--parent-pid", String.valueOf(parent.pid()));
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(output()).isTrue();
            assertThat(process.exitValue()).as(output()).isZero();
            assertThat(temporaryFolders()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void refusesATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process process = start("--bundles", TINY.toString(), "--port", String.valueOf(taken.getLocalPort()));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output()).isEqualTo(3);
            assertThat(output()).contains("127.0.0.1:" + taken.getLocalPort(), "choose others with --port");
        }
    }

    @Test
    void saysHowToMakeABundleWhenThereIsNone() throws Exception {
        Process process = start("--bundles", folder.toString());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isEqualTo(3);
        assertThat(output()).contains("no model bundle in " + folder, "limner train", "limner import");
    }

    @Test
    void refusesABrokenBundleAndClosesItsBroker() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("bundles/broken"));
        Files.copy(TINY.resolve("bundle.json"), broken.resolve("bundle.json"));
        Process process = start("--bundles", broken.toString());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isEqualTo(3);
        assertThat(output()).contains(broken.toString());
        assertThat(temporaryFolders()).isEmpty();
    }

    private Process start(String... arguments) throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
        command.addAll(List.of("-Dlimner.standalone.port=0", "-jar", JAR.toString(), "--http-port", "0"));
        command.addAll(List.of("--ready-file", folder.resolve("ready").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private Properties awaitReady(Process process) throws Exception {
        while (!Files.exists(folder.resolve("ready"))) {
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(output()).isFalse();
        }
        Properties ready = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("ready"))) {
            ready.load(reader);
        }
        return ready;
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private List<Path> temporaryFolders() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("tmp"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("limner-"))
                    .toList();
        }
    }

    private static int status(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
