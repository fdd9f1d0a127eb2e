package org.limner.cli;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody probably meant. */
public final class NearestWord {
    private NearestWord() {}

    /** The candidate with the smallest edit distance; of equal ones the first in the alphabet. */
    public static String to(String word, Collection<String> candidates) {
        return candidates.stream()
                .sorted()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElseThrow();
    }

    /** Levenshtein's distance: insertions, deletions and replacements of one character. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1]; // distances of from's first i characters to each prefix of to
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
