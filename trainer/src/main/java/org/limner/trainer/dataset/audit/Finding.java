package org.limner.trainer.dataset.audit;

import java.util.List;

/**
 * Something about the data that a person should know.
 *
 * @param code     for machines, such as {@code unknown-label}
 * @param sentence for people, with the numbers
 * @param examples names of the files or examples concerned, all of them
 */
public record Finding(Severity severity, String code, String sentence, List<String> examples) {
    /** What a training makes of it. */
    public enum Severity {
        /** It cannot begin. */
        FATAL,
        /** The example is of no use: it ends the training or is skipped, as {@code data.broken} says. */
        BROKEN,
        /** It goes on; a person may care. */
        NOTICE
    }

    public Finding {
        examples = List.copyOf(examples);
    }

    public boolean isProblem() {
        return severity != Severity.NOTICE;
    }
}
