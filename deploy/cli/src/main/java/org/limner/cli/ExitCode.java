package org.limner.cli;

/** What {@code limner} says to scripts. */
public enum ExitCode {
    OK(0),
    /** A job ended in something else than SUCCEEDED, or a check fell short. */
    JOB_NOT_SUCCEEDED(1),
    /** Arguments, or the files they name, are wrong. */
    USAGE(2),
    /** A config value or a model bundle is refused. */
    REFUSED(3),
    /** The broker did not answer, or an answer did not come in time. */
    UNREACHABLE(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
