package org.limner.worker.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.limner.schemas.job.Digests;
import org.limner.worker.fixture.TinyBundle;

/** Draws bundle folders with one file broken. */
final class BundleInputs {
    private static final List<String> FILES = List.of("bundle.json", "generator.onnx", "encoder.onnx");

    private final RandomGenerator random;

    BundleInputs(RandomGenerator random) {
        this.random = random;
    }

    /** Writes a bundle into {@code folder}; in half of them the manifest has the digest of the broken file. */
    void write(Path folder) throws IOException {
        TinyBundle.DEFAULT.write(folder);
        String name = FILES.get(random.nextInt(FILES.size()));
        Path file = folder.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        if (name.equals("bundle.json")) {
            JsonMapper mapper = new JsonMapper();
            bytes = random.nextBoolean()
                    ? JsonMutations.mutate(mapper.readTree(bytes), random)
                            .toString()
                            .getBytes(UTF_8)
                    : ByteMutations.mutate(bytes, random);
            Files.write(file, bytes);
            return;
        }
        byte[] mutated = ByteMutations.mutate(bytes, random);
        Files.write(file, mutated);
        if (random.nextBoolean()) {
            JsonMapper mapper = new JsonMapper();
            Path manifest = folder.resolve("bundle.json");
            ObjectNode tree = (ObjectNode) mapper.readTree(Files.readAllBytes(manifest));
            ((ObjectNode) tree.get("files")).put(name, Digests.sha256(mutated));
            Files.write(manifest, mapper.writeValueAsBytes(tree));
        }
    }
}
