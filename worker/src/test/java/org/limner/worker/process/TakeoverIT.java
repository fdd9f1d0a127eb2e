package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.fixture.TinyBundle;

/** What could go wrong: the jobs of a worker that was killed lie about for longer than anybody would wait. */
class TakeoverIT {
    @TempDir
    Path folder;

    @Test
    void anotherWorkerAnswersAKilledOnesJobs() {
        TinyBundle.DEFAULT.write(folder.resolve("tiny"));
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(4);
            try (RenderClient client = new RenderClient(broker.bootstrapServers());
                    WorkerProcess first = start(broker, "first");
                    WorkerProcess second = start(broker, "second")) {
                first.awaitReady();
                second.awaitReady();
                for (int i = 0; i < 4; i++) {
                    client.submit(SmallJobs.job("before-" + i, 1));
                }
                client.cancel("cancelled", "not needed");
                client.submit(
                        withDeadline(SmallJobs.job("late", 1), Instant.now().minusSeconds(1)));
                client.submit(
                        withDeadline(SmallJobs.job("early", 1), Instant.now().plusSeconds(3600)));
                client.submit(SmallJobs.job("early", 1));
                client.readUntil(Duration.ofSeconds(40), c -> c.answers().size() == 6);

                first.kill();
                long killed = System.nanoTime();
                for (int i = 0; i < 40; i++) {
                    client.submit(SmallJobs.job("after-" + i, 1));
                }
                client.submit(SmallJobs.job("cancelled", 1));
                client.readUntil(Duration.ofSeconds(60), c -> c.answers().size() == 47);
                double seconds = (System.nanoTime() - killed) / 1e9;
                System.out.printf("takeover after SIGKILL: %.1f s until every job was answered%n", seconds);
                client.readFor(Duration.ofMillis(500));

                assertThat(seconds).isLessThan(20); // 15 s on a machine that does nothing else
                assertThat(client.answers().values()).containsOnly(1);
                assertThat(client.answer("late").status()).isEqualTo(ResultStatus.EXPIRED);
                assertThat(client.answer("late").error().orElseThrow().code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
                assertThat(client.answer("early").status()).isEqualTo(ResultStatus.SUCCEEDED);
                assertThat(client.answer("cancelled").status()).isEqualTo(ResultStatus.CANCELLED);
                assertThat(client.answer("after-7").status()).isEqualTo(ResultStatus.SUCCEEDED);
            }
        }
    }

    private static RenderJob withDeadline(RenderJob job, Instant deadline) {
        return new RenderJob(
                job.id(),
                job.model(),
                job.mask(),
                job.instances(),
                job.styles(),
                job.output(),
                job.tags(),
                Optional.of(deadline),
                job.traceparent());
    }

    /** With the defaults, but for what names it. */
    private WorkerProcess start(EmbeddedBroker broker, String id) {
        return WorkerProcess.start(
                folder,
                Map.of(
                        "limner.kafka.bootstrap-servers",
                        broker.bootstrapServers(),
                        "limner.bundles",
                        folder.resolve("tiny").toString(),
                        "limner.generator.intra-op-threads",
                        "1",
                        "limner.worker.id",
                        id));
    }
}
