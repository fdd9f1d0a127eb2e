package org.limner.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** This module's files that people read, for tests that hold them to the code. */
public final class Readme {
    /** The module's folder. */
    public static final Path MODULE = Path.of(System.getProperty("limner.root"), "schemas");

    private Readme() {}

    /** The rows of the table in README.md whose header begins with {@code columns}, cell by cell. */
    public static List<List<String>> table(String... columns) {
        String header = "| " + String.join(" | ", columns);
        return text().lines()
                .dropWhile(line -> !line.startsWith(header))
                .skip(2) // the header and the rule below it
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    public static String text() {
        try {
            return Files.readString(MODULE.resolve("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
