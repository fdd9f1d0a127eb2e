package org.limner.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.cli.Limner;
import org.limner.cli.demo.StandaloneProcess.Ready;

/** {@code bench jobs} against the real worker. What could go wrong: the worker's metrics have other names than it reads. */
class BenchIT {
    private static final Path ROOT = Path.of(System.getProperty("limner.root"));
    private static final Path JAR = ROOT.resolve("deploy/standalone/target/quarkus-app/quarkus-run.jar");

    @TempDir
    private Path folder;

    @Test
    void measuresTheStandaloneWorker() throws Exception {
        assumeTrue(Files.exists(JAR), JAR + " is not built; run mvn verify for all modules");
        Path tiny = ROOT.resolve("worker/src/test/bundles/tiny");
        Path masks = Files.createDirectory(folder.resolve("masks"));
        Files.copy(ROOT.resolve("worker/src/test/resources/golden/coast-mask.png"), masks.resolve("coast.png"));
        StringWriter out = new StringWriter();
        try (StandaloneProcess standalone = StandaloneProcess.start(JAR, tiny, folder.resolve("log.txt"))) {
            Ready ready = standalone.awaitReady(Duration.ofSeconds(60));
            int exitCode = Limner.commandLine()
                    .setOut(new PrintWriter(out))
                    .execute(
                            "bench",
                            "jobs",
                            "--bootstrap",
                            ready.bootstrapServers(),
                            "--model",
                            "tiny",
                            "--masks",
                            masks.toString(),
                            "--metrics",
                            ready.health().replaceAll("/q/health.*", "/q/metrics"),
                            "--styles",
                            "2",
                            "--rate",
                            "20",
                            "--warm-up",
                            "1",
                            "--seconds",
                            "2",
                            "--json");
            assertThat(exitCode).as(out.toString()).isZero();
        }

        JsonNode report = new ObjectMapper().readTree(out.toString());
        // Only what holds on a machine that is busy with other things for all of the two seconds.
        assertThat(report.get("jobs").asInt()).isEqualTo(40);
        assertThat(report.at("/ms/render/p50").asDouble()).isPositive();
        assertThat(report.get("renderer_busy_s").isNumber()).isTrue();
        assertThat(report.get("renderer_idle_s").isNumber()).isTrue();
    }
}
