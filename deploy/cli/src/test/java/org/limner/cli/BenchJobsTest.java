package org.limner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;

/**
 * {@code bench jobs} against a real broker. What could go wrong: a slow worker that slows its own measurement down and so
 * looks fast, warm-up in the numbers, a failed job in a good exit code.
 */
class BenchJobsTest {
    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start();
        broker.createTopics(2);
        Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("b.png"), new byte[] {4, 5, 6});
        Files.write(folder.resolve("notes.txt"), new byte[1]);
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @Test
    void publishesOnScheduleAndSaysWhereTheTimeWent() throws Exception {
        AtomicInteger scrapes = new AtomicInteger();
        HttpServer metrics = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metrics.createContext("/q/metrics", exchange -> {
            int n = scrapes.getAndIncrement(); // 0: whether it is there, 1: the window begins, 2: it ends
            byte[] text = ("# TYPE limner_renderer_busy_seconds_total counter\nlimner_renderer_busy_seconds_total "
                            + (100 + 1.9 * n) + "\nlimner_renderer_idle_seconds_total " + (7 + 0.1 * n) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        metrics.start();
        try (FlatWorker worker = new FlatWorker(broker)) {
            String url = "http://127.0.0.1:" + metrics.getAddress().getPort() + "/q/metrics";
            CommandLineRun run =
                    bench("--rate", "7.5", "--warm-up", "1", "--seconds", "2", "--styles", "2", "--metrics", url);

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains("offered    15.00 images/s: 15 jobs of 2 images in 2 s, 2 masks, rate 7.5")
                    .containsPattern("achieved   \\S+ images/s, 2\\.00 images in a batch")
                    .contains("failed     0 jobs")
                    .contains("idle 5.00 % of the time with jobs in the pipeline (busy 1.90 s, idle 0.10 s)")
                    .containsPattern("(?m)^render +40\\.0 +40\\.0 +40\\.0 +40\\.0$");
        } finally {
            metrics.stop(0);
        }
    }

    @Test
    void timeCountsFromWhenAJobWasDue() throws Exception {
        CompletableFuture<FlatWorker> late = CompletableFuture.supplyAsync(
                () -> new FlatWorker(broker), CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS));
        CommandLineRun run = bench("--rate", "10", "--warm-up", "0", "--seconds", "1", "--json");
        late.get().close();

        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("jobs").asInt()).isEqualTo(10);
        assertThat(report.at("/ms/end_to_end/max").asDouble()).isGreaterThan(1400);
        assertThat(report.at("/ms/end_to_end/p50").asDouble()).isGreaterThan(900);
        assertThat(report.at("/ms/render/p50").asDouble()).isEqualTo(40);
        assertThat(report.get("renderer_idle_share").isNull()).isTrue();
    }

    @Test
    void keepsWorkWaitingToFindTheLimit() throws Exception {
        try (FlatWorker worker = new FlatWorker(broker)) {
            CommandLineRun run = bench("--warm-up", "1", "--seconds", "3", "--json");

            JsonNode report = new ObjectMapper().readTree(run.out());
            assertThat(run.exitCode()).isZero();
            assertThat(report.get("rate").asText()).isEqualTo("max");
            assertThat(report.get("achieved_images_per_s").asDouble()).isPositive();
            // 64 jobs wait in front of each new one.
            assertThat(report.at("/ms/end_to_end/p50").asDouble())
                    .isGreaterThan(30_000 / report.get("achieved_images_per_s").asDouble());
        }
    }

    @Test
    void countsFailuresByCode() {
        try (FlatWorker worker = new FlatWorker(broker)) {
            CommandLineRun run = bench("--model", "desert", "--rate", "10", "--warm-up", "0", "--seconds", "1");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("failed     10 jobs {UNKNOWN_MODEL=10}", ": UNKNOWN_MODEL at /model: no bundle desert");
        }
    }

    @Test
    void saysWhenNobodyAnswers() {
        broker.createTopics(List.of(new NewTopic("unread", 1, (short) 1)));
        CommandLineRun run = bench("--rate", "10", "--seconds", "5", "--timeout", "1s", "--jobs-topic", "unread");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err())
                .contains("no result came on limner.results at " + broker.bootstrapServers() + " for 1.0 s while")
                .contains("jobs waited, after 0 results; is a worker running there?");
    }

    @Test
    void saysWhereNoMetricsAre() throws Exception {
        CommandLineRun nobody = bench("--metrics", "http://127.0.0.1:1/q/metrics");
        assertThat(nobody.exitCode()).isEqualTo(4);
        assertThat(nobody.err()).contains("no worker's metrics at http://127.0.0.1:1/q/metrics");
    }

    private static CommandLineRun bench(String... more) {
        boolean namesAModel = Stream.of(more).anyMatch("--model"::equals);
        Stream<String> first =
                Stream.of("bench", "jobs", "--bootstrap", broker.bootstrapServers(), "--masks", folder.toString());
        Stream<String> model = namesAModel ? Stream.of() : Stream.of("--model", "coast");
        return CommandLineRun.of(
                Stream.concat(Stream.concat(first, model), Stream.of(more)).toArray(String[]::new));
    }
}
