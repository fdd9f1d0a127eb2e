package org.limner.schemas.job;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which bundle renders a job.
 *
 * @param name    1 to 64 lower-case letters, digits and hyphens
 * @param version the bundle's version, from 1; empty: the newest one the worker has
 */
public record ModelReference(String name, OptionalInt version) {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9-]{1,64}");

    public ModelReference {
        checkName(name);
        if (version.isPresent() && version.getAsInt() < 1) {
            throw new IllegalArgumentException("model version must be at least 1 but is " + version.getAsInt());
        }
    }

    /** Throws {@link IllegalArgumentException} unless {@code name} can name a bundle. */
    public static void checkName(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "model name must be 1 to 64 lower-case letters, digits and hyphens but is '" + name + "'");
        }
    }

    /** The newest version of the bundle {@code name}. */
    public static ModelReference newest(String name) {
        return new ModelReference(name, OptionalInt.empty());
    }

    @Override
    public String toString() {
        return version.isPresent() ? name + "@" + version.getAsInt() : name;
    }
}
