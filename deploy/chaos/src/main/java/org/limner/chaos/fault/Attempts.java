package org.limner.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How often each fault was met, by all workers together: a file for each seed that is longer by a byte each time. */
public final class Attempts {
    private final Path folder;

    /** @param folder created when missing */
    public Attempts(Path folder) {
        this.folder = folder;
    }

    /** Counts one more, before it happens; gives how many there were before. */
    long add(long seed) {
        try {
            Files.createDirectories(folder);
            long before = of(seed);
            Files.write(file(seed), new byte[] {'x'}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return before;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot count a fault in " + folder, e);
        }
    }

    public long of(long seed) {
        try {
            return Files.exists(file(seed)) ? Files.size(file(seed)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the faults in " + folder, e);
        }
    }

    private Path file(long seed) {
        return folder.resolve(Long.toString(seed));
    }
}
