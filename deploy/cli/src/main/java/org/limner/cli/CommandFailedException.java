package org.limner.cli;

import org.jspecify.annotations.Nullable;

/** Ends a verb with a message for a person and an exit code for a script. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    /** @param message with the names and numbers a person needs; printed as it is */
    public CommandFailedException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public CommandFailedException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
