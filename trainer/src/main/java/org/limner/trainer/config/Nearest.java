package org.limner.trainer.config;

import java.util.Collection;
import java.util.Comparator;

/** What somebody who mistyped a name probably meant. */
public final class Nearest {
    private Nearest() {}

    private static final int SHORTEST_PART = 3; // a letter or two are in many names

    /**
     * The one of {@code known}, which is not empty, with the fewest insertions, deletions and replacements; a name of
     * which a part was typed counts as one slip away, however long the rest.
     */
    public static String to(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> slips(typed, name))
                        .thenComparing(String::length))
                .orElseThrow();
    }

    private static int slips(String typed, String name) {
        boolean part = typed.length() >= SHORTEST_PART && name.contains(typed);
        return part ? Math.min(1, distance(typed, name)) : distance(typed, name);
    }

    /** Levenshtein 1966, row by row. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
