package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.worker.fixture.TinyBundle;

/** What could go wrong: a worker runs with a bundle or a key that is not what somebody meant. */
class RefusalIT {
    @TempDir
    Path folder;

    private Path bundle;

    @BeforeEach
    void writeBundle() {
        bundle = folder.resolve("tiny");
        TinyBundle.DEFAULT.write(bundle);
    }

    @Test
    void endsWithExitCode3ForABundleThatIsNotWhatItsManifestSays() throws IOException {
        byte[] graph = Files.readAllBytes(bundle.resolve("generator.onnx"));
        graph[graph.length / 2] ^= 1;
        Files.write(bundle.resolve("generator.onnx"), graph);

        assertRefused(Map.of(), "generator.onnx");
    }

    @Test
    void endsWithExitCode3ForAnUnknownKeyAndNamesTheNearest() {
        assertRefused(Map.of("limner.batch.max-sise", "3"), "the nearest one is limner.batch.max-size");
    }

    @Test
    void endsWithExitCode3WhereTheNativeLibrariesHaveNoRoom() {
        Map<String, String> noRoom = Map.of(
                "java.io.tmpdir", bundle.resolve("bundle.json").toString(),
                "vertx.cacheDirBase", folder.resolve("vertx").toString()); // or HTTP is the first to miss the folder

        assertRefused(noRoom, "the native libraries cannot be put into");
    }

    private void assertRefused(Map<String, String> config, String reason) {
        Map<String, String> all = new HashMap<>(config);
        all.put("limner.bundles", bundle.toString());
        try (WorkerProcess worker = WorkerProcess.start(folder, all)) {
            assertThat(worker.awaitExit(Duration.ofSeconds(30))).isEqualTo(3);
            assertThat(worker.log()).contains("The worker does not start").contains(reason);
        }
    }
}
