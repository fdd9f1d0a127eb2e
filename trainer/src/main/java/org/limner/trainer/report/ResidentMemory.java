package org.limner.trainer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much of the machine's memory this process holds, in bytes: Java's heap, the tensors beside it and every library.
 * Linux says so in {@code /proc/self/status}; elsewhere it is unknown, since neither Java nor its heap's size can say.
 */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String NOW = "VmRSS:";
    private static final String PEAK = "VmHWM:"; // "high water mark"
    private static final long KIBIBYTE = 1024; // the file's "kB", proc(5)

    private ResidentMemory() {}

    /** At this moment. */
    public static OptionalLong now() {
        return read(NOW);
    }

    /** The most since the process began. */
    public static OptionalLong peak() {
        return read(PEAK);
    }

    private static OptionalLong read(String field) {
        try {
            return Files.isReadable(STATUS) ? find(field, Files.readAllLines(STATUS)) : OptionalLong.empty();
        } catch (IOException hidden) {
            return OptionalLong.empty(); // a container may hide /proc: then it is unknown, which the type says
        }
    }

    /** The bytes that a line such as {@code VmRSS:   512 kB} gives. */
    static OptionalLong find(String field, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(field) && line.endsWith(" kB"))
                .mapToLong(line -> KIBIBYTE
                        * Long.parseLong(line.substring(field.length(), line.length() - " kB".length())
                                .trim()))
                .findFirst();
    }
}
