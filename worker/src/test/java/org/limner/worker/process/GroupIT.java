package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.broker.EmbeddedBroker;
import org.limner.broker.RenderTopics;

/** What could go wrong: a job is lost or answered twice because its partition moved while it was under way. */
class GroupIT {
    private static final int JOBS = 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "classic-eager", "consumer"})
    void workersComeAndGo(String protocol) {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(4);
            try (RenderClient client = new RenderClient(broker.bootstrapServers())) {
                for (int i = 0; i < JOBS; i++) {
                    client.submitBare(RenderTopics.JOBS, "job-" + i, "{}");
                }
                try (WorkerProcess first = start(broker, "a", protocol)) {
                    client.readUntil(Duration.ofSeconds(60), c -> c.results().size() >= JOBS / 6);
                    try (WorkerProcess second = start(broker, "b", protocol);
                            WorkerProcess third = start(broker, "c", protocol)) {
                        int before = client.results().size();
                        client.readUntil(
                                Duration.ofSeconds(60), c -> c.results().size() >= before + JOBS / 6);
                        first.terminate();
                        client.readUntil(
                                Duration.ofSeconds(90), c -> c.answers().size() == JOBS);
                        client.readFor(Duration.ofSeconds(1));
                        assertThat(second.log() + third.log())
                                .as("the others worked too")
                                .contains("end job-");
                        assertThat(second.log() + third.log()).doesNotContain("they run alone now");
                        System.out.println(protocol + ": " + client.results().size() + " results of " + JOBS);
                    }
                }
                assertThat(client.answers()).hasSize(JOBS);
                assertThat(client.answers().values()).containsOnly(1);
                assertThat(client.deadLetters()).isEmpty();
            }
        }
    }

    private WorkerProcess start(EmbeddedBroker broker, String id, String protocol) {
        Map<String, String> config = new TreeMap<>();
        config.put("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        config.put("limner.kafka.group-protocol", protocol);
        config.put("limner.kafka.heartbeat-interval", "500ms");
        config.put("limner.kafka.max-in-flight-jobs", "16");
        config.put("limner.worker.id", id);
        config.put("limner.test.work", "PT0.05S");
        return WorkerProcess.startLoop(folder, config);
    }
}
