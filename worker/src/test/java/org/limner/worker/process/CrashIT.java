package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.broker.RenderTopics;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.RenderResult;

/**
 * What could go wrong: a job that ends its worker's process ends that of each next one for ever; or a job that only stood
 * beside it is blamed.
 */
class CrashIT {
    @TempDir
    Path folder;

    @Test
    void aJobThatEndsTheProcessIsFoundAndTheOthersAreAnswered() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(2);
            try (RenderClient client = new RenderClient(broker.bootstrapServers())) {
                for (int i = 0; i < 40; i++) {
                    client.submitBare(RenderTopics.JOBS, i == 7 ? "killer-" + i : "job-" + i, "{}");
                }
                List<String> logs = new ArrayList<>();
                // Two of them: whoever has the partition goes on with what the other one left.
                List<WorkerProcess> workers = new ArrayList<>(List.of(start(broker, "a"), start(broker, "b")));
                try {
                    int crashes = 0;
                    long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
                    while (client.answers().size() < 40) {
                        assertThat(System.nanoTime())
                                .as(
                                        "40 answers before now, not %s; crashes %d; logs %s",
                                        client.answers(), crashes, logs)
                                .isLessThan(end);
                        client.readFor(Duration.ofMillis(100));
                        for (int i = 0; i < workers.size(); i++) {
                            if (!workers.get(i).isAlive()) {
                                assertThat(workers.get(i).awaitExit(Duration.ofSeconds(1)))
                                        .isEqualTo(137);
                                logs.add(workers.get(i).log());
                                crashes++;
                                workers.set(i, start(broker, i == 0 ? "a" : "b"));
                            }
                        }
                    }
                    client.readFor(Duration.ofSeconds(1));
                    System.out.println("crashes until the killer was found: " + crashes);
                    assertThat(crashes).as("one among others, three alone").isEqualTo(4);
                } finally {
                    workers.forEach(WorkerProcess::close);
                }
                assertThat(client.answers().values()).containsOnly(1);
                for (RenderResult result : client.results()) {
                    assertThat(result.error().orElseThrow().code())
                            .as(result.job().value())
                            .isEqualTo(
                                    result.job().value().startsWith("killer-")
                                            ? ErrorCode.WORKER_CRASH
                                            : ErrorCode.UNSUPPORTED);
                }
                assertThat(client.answer("killer-7").error().orElseThrow().message())
                        .startsWith("the job ended its worker's process 3 times while nothing else ran");
                assertThat(logs.subList(1, logs.size())).as("each later crash").allSatisfy(log -> assertThat(log)
                        .endsWith("begin killer-7\n"));
                assertThat(logs.get(logs.size() - 1)).satisfies(CrashIT::ranAlone);
            }
        }
    }

    /** From the first line on, jobs of a worker that knows of suspects do not overlap. */
    private static void ranAlone(String log) {
        int running = 0;
        for (String line : log.split("\n")) {
            running += line.startsWith("begin ") ? 1 : line.startsWith("end ") ? -1 : 0;
            assertThat(running).as(log).isLessThanOrEqualTo(1);
        }
    }

    private WorkerProcess start(EmbeddedBroker broker, String id) {
        Map<String, String> config = new TreeMap<>(Map.of(
                "limner.kafka.session-timeout", "3s",
                "limner.kafka.heartbeat-interval", "500ms"));
        config.put("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        config.put("limner.worker.id", id);
        return WorkerProcess.startLoop(folder, config);
    }
}
