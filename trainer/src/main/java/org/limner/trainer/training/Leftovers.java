package org.limner.trainer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The unfinished files of processes that were killed while they wrote one; each may be as large as a checkpoint. */
final class Leftovers {
    /** As {@link org.limner.trainer.weights.AtomicFile} names them: by process, since another may be writing. */
    private static final Pattern UNFINISHED = Pattern.compile(".+\\.(\\d+)-\\d+\\.tmp");

    private Leftovers() {}

    /** This process has begun nothing yet; one before it may have had its number, as in containers, where both are the first. */
    private static boolean isGone(long process) {
        return process == ProcessHandle.current().pid()
                || ProcessHandle.of(process).isEmpty();
    }

    /** Deletes those in {@code folder}, if there is such a folder, whose process is gone. */
    static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Matcher name = UNFINISHED.matcher(file.getFileName().toString());
            if (name.matches() && isGone(Long.parseLong(name.group(1)))) {
                Files.deleteIfExists(file);
            }
        }
    }
}
