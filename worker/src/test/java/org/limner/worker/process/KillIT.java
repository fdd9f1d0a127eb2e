package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.fixture.TinyBundle;

/**
 * What could go wrong: a job taken by a worker that is then killed is lost, or its result appears twice, since the
 * process died between publishing and committing.
 */
class KillIT {
    private static final int JOBS = 200;

    /** Short, so that the group notices sooner; the broker allows no less than 6 s. */
    private static final Map<String, String> QUICK_TAKEOVER = Map.of(
            "limner.kafka.session-timeout", "6s",
            "limner.kafka.heartbeat-interval", "2s");

    @TempDir
    Path folder;

    @Test
    void everyJobHasExactlyOneResultAlthoughTheWorkerWasKilledTwice() {
        TinyBundle.DEFAULT.write(folder.resolve("bundles/tiny"));
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(4);
            try (RenderClient client = new RenderClient(broker.bootstrapServers())) {
                for (int i = 0; i < JOBS; i++) {
                    client.submit(SmallJobs.job("job-" + i, 1 + i % 3));
                }
                // Killed as soon as the first results show: others are rendered, published or committed just then.
                try (WorkerProcess first = start(broker)) {
                    client.readUntil(Duration.ofSeconds(30), c -> c.results().size() >= JOBS / 10);
                    first.kill();
                }
                client.readFor(Duration.ofMillis(300));
                int afterFirst = client.results().size();
                assertThat(afterFirst).as("results before the first kill").isLessThan(JOBS);
                try (WorkerProcess second = start(broker)) {
                    client.readUntil(Duration.ofSeconds(40), c -> c.results().size() >= afterFirst + JOBS / 10);
                    second.kill();
                }
                client.readFor(Duration.ofMillis(300));
                int afterSecond = client.results().size();
                assertThat(afterSecond).as("results before the second kill").isLessThan(JOBS);
                try (WorkerProcess third = start(broker)) {
                    client.readUntil(Duration.ofSeconds(40), c -> jobs(c).size() == JOBS);
                    client.readFor(Duration.ofSeconds(2)); // in which a duplicate would show
                    third.terminate();
                    third.awaitExit(Duration.ofSeconds(20));
                }
                client.readFor(Duration.ofMillis(500));
                System.out.println("results after first kill " + afterFirst + ", after second " + afterSecond
                        + ", in all " + client.results().size());

                assertThat(timesByJob(client.results())).hasSize(JOBS).allSatisfy((job, times) -> assertThat(times)
                        .isEqualTo(1));
                assertThat(client.results())
                        .allSatisfy(result -> assertThat(result.status()).isEqualTo(ResultStatus.SUCCEEDED));
                assertThat(client.deadLetters()).isEmpty();
                assertThat(client.committedJobs()).isEqualTo(JOBS);
            }
        }
    }

    private WorkerProcess start(EmbeddedBroker broker) {
        Map<String, String> config = new TreeMap<>(QUICK_TAKEOVER);
        config.put("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        config.put("limner.bundles", folder.resolve("bundles").toString());
        config.put("limner.worker.id", "kill-test");
        config.put("limner.generator.intra-op-threads", "1");
        // One image a run and few jobs at a time, so that a kill hits some on their way.
        config.put("limner.batch.max-size", "1");
        config.put("limner.kafka.max-in-flight-jobs", "16");
        return WorkerProcess.start(folder, config);
    }

    private static Set<String> jobs(RenderClient client) {
        Set<String> jobs = new HashSet<>();
        client.results().forEach(result -> jobs.add(result.job().value()));
        return jobs;
    }

    private static Map<String, Integer> timesByJob(List<RenderResult> results) {
        Map<String, Integer> times = new TreeMap<>();
        results.forEach(result -> times.merge(result.job().value(), 1, Integer::sum));
        return times;
    }
}
