package org.limner.worker.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Finds keys that begin with {@code limner.} and that nothing reads. Environment variables are left alone: there
 * {@code LIMNER_} also begins names that others make, such as Kubernetes' {@code LIMNER_WORKER_SERVICE_HOST}.
 */
public final class UnknownKeys {
    /** What the build hands to tests as system properties: the shared folder and the repository's. */
    private static final Set<String> OF_THE_BUILD = Set.of("limner.shared", "limner.root");

    private final Set<String> known;

    /** @param known full names */
    public UnknownKeys(Set<String> known) {
        this.known = Set.copyOf(known);
    }

    /** One sentence per unknown key with the nearest known one; empty if all are known. */
    public List<String> in(Iterable<ConfigSource> sources) {
        List<String> complaints = new ArrayList<>();
        for (ConfigSource source : sources) {
            for (String name : source.getPropertyNames().stream().sorted().toList()) {
                if (name.startsWith("limner.") && !known.contains(name) && !OF_THE_BUILD.contains(name)) {
                    complaints.add("unknown key " + name + " in " + source.getName() + "; the nearest one is "
                            + nearest(name));
                }
            }
        }
        return complaints;
    }

    private String nearest(String name) {
        return known.stream()
                .min(Comparator.comparingInt((String key) -> editDistance(key, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new IllegalStateException("no key is known"));
    }

    /** Insertions, deletions and replacements that turn one name into the other (Levenshtein 1966). */
    private static int editDistance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
