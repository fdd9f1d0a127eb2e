package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.broker.RenderTopics;
import org.limner.schemas.result.ResultStatus;

/**
 * What could go wrong: a job that is published twice is answered twice, one that is tried again is lost on the way or
 * answered early, an urgent one waits behind others, two workers of one name fight for ever.
 */
class DeliveryIT {
    @TempDir
    Path folder;

    @Test
    void duplicatesAreKnownAcrossRestartsAndConflictsAreSaid() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(2);
            try (RenderClient client = new RenderClient(broker.bootstrapServers())) {
                // While the first one is under way
                client.submitBare(RenderTopics.JOBS, "a", "{\"x\":1,\"y\":2}");
                client.submitBare(RenderTopics.JOBS, "a", "{ \"y\": 2, \"x\": 1 }");
                client.submitBare(RenderTopics.JOBS, "a", "{\"x\":2}");
                client.submitBare(RenderTopics.JOBS_HIGH, "a", "{\"x\":1,\"y\":2}");
                try (WorkerProcess first = start(broker, "one", Map.of())) {
                    client.readUntil(
                            Duration.ofSeconds(60),
                            c -> c.results().size() == 2 && c.deadLetters().size() == 1);
                    first.terminate();
                    first.awaitExit(Duration.ofSeconds(30));
                }
                // By a worker that knows of it from the topic alone
                client.submitBare(RenderTopics.JOBS, "a", "{\"x\":1,\"y\":2}");
                client.submitBare(RenderTopics.JOBS, "a", "{\"x\":3}");
                client.submitBare(RenderTopics.JOBS, "b", "{}");
                try (WorkerProcess second = start(broker, "two", Map.of())) {
                    client.readUntil(
                            Duration.ofSeconds(60),
                            c -> c.answers().containsKey("b") && c.deadLetters().size() == 2);
                    client.readFor(Duration.ofSeconds(1));
                    assertThat(second.log()).doesNotContain("begin a");
                }
                assertThat(client.answers()).as("once on each lane").isEqualTo(Map.of("a", 2, "b", 1));
                assertThat(client.deadLetters()).allSatisfy(letter -> {
                    Map<String, byte[]> headers = RenderClient.headers(letter);
                    assertThat(new String(headers.get("limner-reason"), StandardCharsets.UTF_8))
                            .isEqualTo("CONFLICT");
                    assertThat(new String(headers.get("limner-detail"), StandardCharsets.UTF_8))
                            .startsWith("job a was published before on limner.jobs with other data");
                });
            }
        }
    }

    @Test
    void aJobIsTriedAgainAfterItsDelayAndAnsweredOnce() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(2);
            try (RenderClient client = new RenderClient(broker.bootstrapServers());
                    WorkerProcess worker =
                            start(broker, "one", Map.of("limner.kafka.retry-topics", "limner.retry.5s"))) {
                client.submitBare(RenderTopics.JOBS_LOW, "warm-up", "{}");
                client.readUntil(Duration.ofSeconds(60), c -> c.results().size() == 1);
                long published = System.nanoTime();
                client.submitBare(RenderTopics.JOBS, "retry-1", "{}");
                client.submitBare(RenderTopics.JOBS, "retry-1", "{}");
                client.submitBare(RenderTopics.JOBS, "other", "{}");
                client.readUntil(Duration.ofSeconds(60), c -> c.answers().containsKey("other"));
                client.submitBare(RenderTopics.JOBS, "retry-1", "{}");
                client.readUntil(Duration.ofSeconds(60), c -> c.answers().containsKey("retry-1"));
                assertThat(Duration.ofNanos(System.nanoTime() - published)).isGreaterThan(Duration.ofSeconds(5));
                client.readFor(Duration.ofSeconds(1));

                assertThat(client.answers()).isEqualTo(Map.of("warm-up", 1, "other", 1, "retry-1", 1));
                assertThat(worker.log().split("begin retry-1"))
                        .as("tried twice")
                        .hasSize(3);
            }
        }
    }

    @Test
    void lanesAreServedByTheirWeightsWhenThereIsLittleRoom() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(1);
            try (RenderClient client = new RenderClient(broker.bootstrapServers())) {
                for (int i = 0; i < 60; i++) {
                    client.submitBare(RenderTopics.JOBS_LOW, "low-" + i, "{}");
                    client.submitBare(RenderTopics.JOBS, "normal-" + i, "{}");
                    client.submitBare(RenderTopics.JOBS_HIGH, "high-" + i, "{}");
                }
                client.cancel("normal-59", "not needed");
                // Room for about two jobs and their results
                try (WorkerProcess worker = start(broker, "one", Map.of("limner.kafka.max-in-flight-size", "2M"))) {
                    client.readUntil(Duration.ofSeconds(90), c -> c.results().size() >= 180);
                    List<String> begun = Arrays.stream(worker.log().split("\n"))
                            .filter(line -> line.startsWith("begin "))
                            .limit(72)
                            .toList();
                    long high =
                            begun.stream().filter(line -> line.contains("high")).count();
                    long low =
                            begun.stream().filter(line -> line.contains("low")).count();
                    System.out.println("lanes of the first 72: high " + high + ", low " + low);
                    assertThat(high).as("8 of 12").isBetween(40L, 54L);
                    assertThat(low).as("1 of 12").isBetween(4L, 12L);
                }
                assertThat(client.answers()).hasSize(180);
                assertThat(client.answer("normal-59").status()).isEqualTo(ResultStatus.CANCELLED);
                assertThat(client.answer("normal-59").error().orElseThrow().message())
                        .isEqualTo("the job's owner cancelled it: not needed");
            }
        }
    }

    @Test
    void ofTwoWorkersWithOneNameOneEndsWithTheReason() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(4);
            try (RenderClient client = new RenderClient(broker.bootstrapServers());
                    WorkerProcess one = start(broker, "twin", Map.of());
                    WorkerProcess other = start(broker, "twin", Map.of())) {
                long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                for (int i = 0; one.isAlive() && other.isAlive(); i++) {
                    assertThat(System.nanoTime()).as("one ends before now").isLessThan(end);
                    client.submitBare(RenderTopics.JOBS, "job-" + i, "{}");
                    client.readFor(Duration.ofMillis(50));
                }
                WorkerProcess ended = one.isAlive() ? other : one;
                assertThat(ended.awaitExit(Duration.ofSeconds(1))).isEqualTo(1);
                assertThat(ended.log())
                        .contains("stopped another process uses the transactional id limner-worker-twin: fenced twice");
                client.readFor(Duration.ofSeconds(1));
                assertThat(client.answers().values()).containsOnly(1);
            }
        }
    }

    private WorkerProcess start(EmbeddedBroker broker, String id, Map<String, String> more) {
        Map<String, String> config = new TreeMap<>(more);
        config.put("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        config.put("limner.worker.id", id);
        return WorkerProcess.startLoop(folder, config);
    }
}
