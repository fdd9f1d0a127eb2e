package org.limner.trainer.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.RunFolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which of a run's checkpoints a verb works with; the last one unless a person says otherwise. */
public final class CheckpointChoice {
    static final class Other {
        @Option(names = "--best", description = "Takes the checkpoint that evaluation.metric liked best.")
        private boolean best;

        @Option(
                names = "--checkpoint",
                paramLabel = "FILE",
                description = "Takes this one, such as one of RUN/checkpoints.")
        private @Nullable Path file;
    }

    @ArgGroup
    private @Nullable Other other;

    /** Throws {@link ConfigException} if there is no such file, or if a metric was to have chosen one and has not. */
    Checkpoint of(RunFolder run) throws IOException {
        if (other == null) {
            return run.checkpoint();
        }
        if (other.file == null) {
            return run.best();
        }
        if (!Files.isRegularFile(other.file)) {
            throw new ConfigException("--checkpoint: there is no file " + other.file);
        }
        return Checkpoint.read(other.file);
    }

    /** For people and records: {@code last}, {@code best} or the file. */
    String name() {
        if (other == null) {
            return "last";
        }
        return other.file == null ? "best" : other.file.toString();
    }
}
