package org.limner.trainer.weights;

import java.io.IOException;
import java.nio.file.Path;

/** A weight file that is truncated, malformed, or asks for something that is not allowed; the message names the file. */
public final class WeightFormatException extends IOException {
    private static final long serialVersionUID = 1;

    WeightFormatException(Path file, String problem) {
        super(file.getFileName() + ": " + problem);
    }

    WeightFormatException(Path file, String problem, Throwable cause) {
        super(file.getFileName() + ": " + problem, cause);
    }
}
