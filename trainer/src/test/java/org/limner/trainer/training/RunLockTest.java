package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.config.ConfigException;

/** What could go wrong: two trainings that write over each other, or a lock that outlives its training. */
class RunLockTest {
    @TempDir
    Path folder;

    @Test
    void letsOneTrainingIn() throws IOException {
        Path run = folder.resolve("run");
        try (RunLock first = RunLock.take(run)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("another training writes to " + run);
        }
        try (RunLock next = RunLock.take(run)) {
            assertThat(next).isNotNull();
        }
    }
}
