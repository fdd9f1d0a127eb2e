package org.limner.trainer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What could go wrong: a process that ends with SIGSEGV where its class path is long, as build tools make them. */
class RuntimeStartTest {
    private static final int ENTRIES = 600;
    private static final long PATIENCE_SECONDS = 60;

    /** Starts the runtime in a process of its own. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] args) {
            System.out.println("version " + RuntimeStart.environment().getVersion());
        }
    }

    @Test
    void startsUnderAClassPathOfFortyThousandCharacters() throws Exception {
        String longPath = IntStream.range(0, ENTRIES)
                .mapToObj(i -> "/nothing/here/" + "x".repeat(60) + i)
                .collect(Collectors.joining(":"));
        assertThat(longPath.length()).isGreaterThan(40_000);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path") + ":" + longPath,
                        Starter.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).contains("version 1.");
        } finally {
            process.destroyForcibly();
        }
    }
}
