package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.worker.fixture.TinyBundle;

/** What could go wrong: a worker told to end throws away what it has begun, or goes on taking jobs. */
class DrainIT {
    @TempDir
    Path folder;

    @Test
    void finishesWhatItHasTakenAndTakesNoMore() {
        TinyBundle.DEFAULT.write(folder.resolve("tiny"));
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(2);
            try (RenderClient client = new RenderClient(broker.bootstrapServers());
                    WorkerProcess worker = WorkerProcess.start(
                            folder,
                            Map.of(
                                    "limner.kafka.bootstrap-servers",
                                    broker.bootstrapServers(),
                                    "limner.bundles",
                                    folder.resolve("tiny").toString(),
                                    // Long enough that the jobs wait for company when the worker is told to end.
                                    "limner.batch.max-delay",
                                    "10s",
                                    "limner.batch.max-size",
                                    "64"))) {
                worker.awaitReady();
                for (int i = 0; i < 10; i++) {
                    client.submit(SmallJobs.job("job-" + i, 1));
                }
                awaitInFlight(worker, 10);

                worker.terminate();
                int exit = worker.awaitExit(Duration.ofSeconds(9));
                assertThat(worker.log()).contains("Draining; jobsInFlight=10").doesNotContain("left to another worker");
                client.readUntil(Duration.ofSeconds(20), c -> c.results().size() >= 10);
                client.readFor(Duration.ofMillis(500));

                assertThat(exit).as("as for any process ended by SIGTERM").isEqualTo(128 + 15);
                assertThat(client.results()).hasSize(10);
                assertThat(client.committedJobs()).isEqualTo(10);
            }
        }
    }

    private static void awaitInFlight(WorkerProcess worker, int jobs) {
        long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        while (!worker.get("/q/metrics").body().contains("limner_in_flight_jobs " + jobs + ".0")) {
            assertThat(System.nanoTime())
                    .as("%d jobs in flight before now", jobs)
                    .isLessThan(end);
            WorkerProcess.pause(Duration.ofMillis(50));
        }
    }
}
