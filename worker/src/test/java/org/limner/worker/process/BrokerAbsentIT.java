package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.fixture.TinyBundle;

/** What could go wrong: a worker that started before its broker ends, or never notices that the broker came. */
class BrokerAbsentIT {
    @TempDir
    Path folder;

    @Test
    void waitsForBrokerAndTopicsAndSaysSo() throws IOException {
        TinyBundle.DEFAULT.write(folder.resolve("tiny"));
        int port = WorkerProcess.freePort();
        try (WorkerProcess worker = WorkerProcess.start(
                folder,
                Map.of(
                        "limner.kafka.bootstrap-servers",
                        "127.0.0.1:" + port,
                        "limner.kafka.request-timeout",
                        "2s",
                        "limner.bundles",
                        folder.resolve("tiny").toString()))) {
            worker.awaitReadiness(503, "no answer from 127.0.0.1:" + port);
            assertThat(worker.get("/q/health/live").status()).isEqualTo(200);
            assertThat(worker.get("/q/health/started").status()).isEqualTo(200);
            assertThat(worker.get("/q/health/started").body()).contains("tiny@1");

            try (EmbeddedBroker broker = EmbeddedBroker.start(port)) {
                worker.awaitReadiness(503, "topic limner.jobs, topic limner.jobs.high, topic limner.jobs.low, topic ");

                broker.createTopics(2);
                try (RenderClient client = new RenderClient(broker.bootstrapServers())) {
                    client.submit(SmallJobs.job("patient", 2));
                    client.readUntil(Duration.ofSeconds(30), c -> c.results().size() == 1);

                    assertThat(client.results().get(0).status()).isEqualTo(ResultStatus.SUCCEEDED);
                    assertThat(client.results().get(0).images()).hasSize(2);
                }
                worker.awaitReady();

                broker.stop();
                worker.awaitReadiness(503, "no connection to 127.0.0.1:" + port);
                broker.restart();
                worker.awaitReady();
            }
        }
    }
}
