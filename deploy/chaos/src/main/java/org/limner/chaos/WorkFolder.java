package org.limner.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a run's logs and records are. */
public record WorkFolder(Path path, boolean temporary) {

    /** @param given null: a temporary one */
    public static WorkFolder of(@Nullable Path given) throws IOException {
        return given == null
                ? new WorkFolder(Files.createTempDirectory("limner-chaos-"), true)
                : new WorkFolder(Files.createDirectories(given).toAbsolutePath(), false);
    }

    /** For a run that went well. */
    public void deleteIfTemporary() throws IOException {
        if (!temporary) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
