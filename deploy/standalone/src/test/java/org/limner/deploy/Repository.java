package org.limner.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The checkout that is being built, and programs run in it. */
final class Repository {
    static final Path ROOT = Path.of(System.getProperty("limner.root"));
    private static final int PROGRAM_SECONDS = 60;
    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    private Repository() {}

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with one YAML document. */
    static JsonNode yaml(String path) {
        try {
            return new YAMLMapper().readTree(text(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** What {@code kubectl kustomize} makes of a folder, made once; skips the test where there is no kubectl. */
    static String rendered(String folder) {
        return RENDERED.computeIfAbsent(folder, Repository::render);
    }

    private static String render(String folder) {
        try {
            return run(List.of("kubectl", "kustomize", ROOT.resolve(folder).toString()));
        } catch (IOException e) {
            Assumptions.abort("kubectl cannot be run, so that " + folder + " is not rendered: " + e.getMessage());
            throw new AssertionError("abort throws");
        }
    }

    /** The program's standard output; fails with its standard error where it does not end well. */
    static String run(List<String> command) throws IOException {
        Path errors = Files.createTempFile("limner-test", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + Files.readString(errors));
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }
}
