package org.limner.trainer.rendering;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.config.ConfigException;

/**
 * The most memory that a process with one graph takes. A process of its own: in one with two graphs nobody could say whose
 * memory it is, and what has been freed stays with the process.
 */
public final class PeakMemory {
    private static final int FIRST_WITH_WARNINGS = 22; // of Java's versions, about libraries with native code

    private PeakMemory() {}

    /**
     * Renders each mask once in a new process.
     *
     * @param folder for a file that says what to render
     * @return bytes; empty on systems that do not say
     * @throws ConfigException if that process did not come to its end
     */
    public static OptionalLong of(
            RenderedGraph graph, List<RenderMask> masks, int styles, long seed, int threads, Path folder)
            throws IOException {
        Path task = Files.createTempFile(folder, "memory", ".task");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(task))) {
            write(out, graph, masks, styles, seed, threads);
        }
        Process process = new ProcessBuilder(words(task))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new ConfigException(
                        "the process that measures the memory of the %s graph with %d styles ended with %d; --skip-memory does without"
                                .formatted(graph.name(), styles, exitCode));
            }
            return said.equals(PeakMemoryProcess.UNKNOWN)
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while memory was measured", e);
        } finally {
            process.destroyForcibly(); // has ended but where this was interrupted
            Files.delete(task);
        }
    }

    private static List<String> words(Path task) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-XX:+UseSerialGC"); // as the launcher: garbage is collected early
        if (Runtime.version().feature() >= FIRST_WITH_WARNINGS) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        words.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), PeakMemoryProcess.class.getName(), task.toString()));
        return words;
    }

    private static void write(
            DataOutputStream out, RenderedGraph graph, List<RenderMask> masks, int styles, long seed, int threads)
            throws IOException {
        WindowGeometry geometry = graph.geometry();
        out.writeUTF(graph.name());
        out.writeUTF(graph.file().toAbsolutePath().toString());
        out.writeUTF(graph.conditioning().jsonName());
        out.writeInt(geometry.labels());
        out.writeBoolean(geometry.edges());
        out.writeInt(geometry.height());
        out.writeInt(geometry.width());
        out.writeInt(geometry.doublings());
        out.writeInt(geometry.kernel());
        out.writeBoolean(geometry.readsLabels());
        out.writeInt(graph.styleSize());
        out.writeInt(styles);
        out.writeLong(seed);
        out.writeInt(threads);
        out.writeInt(masks.size());
        for (RenderMask mask : masks) {
            out.writeUTF(mask.name());
            for (int code : mask.codes()) {
                out.writeShort(code);
            }
        }
    }
}
