package org.limner.cli.job;

import java.util.OptionalInt;
import org.limner.schemas.job.ModelReference;

/** Model references as a person writes them: {@code coast}, {@code coast@2}. */
public final class ModelNames {
    private ModelNames() {}

    /** Throws {@link IllegalArgumentException} that says what is wrong. */
    public static ModelReference parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return ModelReference.newest(text);
        }
        String version = text.substring(at + 1);
        if (!version.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("'" + text + "' has the version '" + version + "', not a whole number");
        }
        return new ModelReference(text.substring(0, at), OptionalInt.of(Integer.parseInt(version)));
    }
}
