package org.limner.trainer.evaluation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which of a set's pictures, in their order: {@code all}, {@code odd} (the 1st, 3rd, ..), {@code even} (the 2nd, 4th, ..),
 * {@code first N}, or {@code spread N} (N at even distances). With fewer than N, all.
 */
public record Selection(String rule) {
    private static final Pattern RULE = Pattern.compile("all|odd|even|(first|spread) ([1-9][0-9]{0,8})");

    public Selection {
        if (!RULE.matcher(rule).matches()) {
            throw new IllegalArgumentException("must be all, odd, even, first N or spread N");
        }
    }

    /** Indices below {@code size}, rising. */
    public int[] of(int size) {
        Matcher parts = RULE.matcher(rule);
        if (!parts.matches()) {
            throw new IllegalStateException("the constructor lets no other rule in");
        }
        if (parts.group(1) == null) {
            int start = rule.equals("even") ? 1 : 0;
            int step = rule.equals("all") ? 1 : 2;
            return IntStream.range(0, size)
                    .filter(i -> (i - start) % step == 0 && i >= start)
                    .toArray();
        }
        int count = Math.min(size, Integer.parseInt(parts.group(2)));
        return IntStream.range(0, count)
                .map(i -> parts.group(1).equals("first") ? i : (int) ((long) i * size / count))
                .toArray();
    }
}
