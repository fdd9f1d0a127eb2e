package org.limner.cli.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import org.limner.schemas.job.Payload;

/** The files that arguments name. */
public final class InputFiles {
    private InputFiles() {}

    /** The bytes of {@code file}; ends the verb with USAGE when it cannot be read. */
    public static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException(ExitCode.USAGE, "there is no file " + file, e);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The file, to travel in the message itself. */
    public static Payload inline(Path file) {
        return new Payload.Inline(read(file));
    }
}
