package org.limner.worker.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Attempts as text for the metadata of a committed offset, which has at most 4,096 bytes.
 *
 * <p>One word for each run of neighbouring offsets that are alike: how many offsets lie between it and the one before, in
 * base 36; {@code +n} when n more follow; {@code *n} when it crashed alone n times; {@code !} when it runs alone now.
 * 256 attempts of which no two are neighbours have at most 256 words of 1 to 8 + 3 characters, which fits.
 */
final class JournalText {
    /** Tells our metadata from anybody else's, and this format from others. */
    private static final String PREFIX = "limner2 ";

    /** The same without a writer; what workers of before left is still read. */
    private static final String OLD_PREFIX = "limner1 ";

    /** Of what an orderly hand-over leaves: no process's. */
    static final String NOBODY = "-";

    private JournalText() {}

    /**
     * @param crashes of it alone
     * @param alone   whether nothing else runs while it does
     */
    record Attempt(int crashes, boolean alone) {}

    /**
     * What metadata say.
     *
     * @param writer whose process wrote them
     */
    record Journal(String writer, NavigableMap<Long, Attempt> attempts) {}

    /**
     * @param base   the committed offset; no attempt is below it
     * @param writer a word of at most 8 characters
     */
    static String write(long base, String writer, NavigableMap<Long, Attempt> attempts) {
        if (attempts.isEmpty()) {
            return "";
        }
        List<String> words = new ArrayList<>();
        long next = base;
        Attempt attempt = null;
        long first = 0;
        long last = 0;
        for (Map.Entry<Long, Attempt> entry : attempts.entrySet()) {
            if (attempt != null
                    && entry.getKey() == last + 1
                    && entry.getValue().equals(attempt)) {
                last++;
                continue;
            }
            if (attempt != null) {
                words.add(word(first - next, last - first, attempt));
                next = last + 1;
            }
            attempt = entry.getValue();
            first = entry.getKey();
            last = first;
        }
        words.add(word(first - next, last - first, attempt));
        return PREFIX + writer + " " + String.join(",", words);
    }

    private static String word(long gap, long more, Attempt attempt) {
        return Long.toString(gap, Character.MAX_RADIX)
                + (more > 0 ? "+" + Long.toString(more, Character.MAX_RADIX) : "")
                + (attempt.crashes() > 0 ? "*" + attempt.crashes() : "")
                + (attempt.alone() ? "!" : "");
    }

    /** Empty for metadata that is not ours. Throws {@link IllegalArgumentException} for ours that cannot be read. */
    static Journal read(long base, String metadata) {
        if (metadata.startsWith(OLD_PREFIX)) {
            return new Journal(NOBODY, attempts(base, metadata.substring(OLD_PREFIX.length())));
        }
        if (!metadata.startsWith(PREFIX)) {
            return new Journal(NOBODY, new TreeMap<>());
        }
        String[] parts = metadata.substring(PREFIX.length()).split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("a journal has a writer and attempts but this one is " + metadata);
        }
        return new Journal(parts[0], attempts(base, parts[1]));
    }

    private static NavigableMap<Long, Attempt> attempts(long base, String words) {
        NavigableMap<Long, Attempt> attempts = new TreeMap<>();
        long next = base;
        for (String word : words.split(",")) {
            boolean alone = word.endsWith("!");
            String[] crashed = (alone ? word.substring(0, word.length() - 1) : word).split("\\*", 2);
            String[] run = crashed[0].split("\\+", 2);
            Attempt attempt = new Attempt(crashed.length > 1 ? Integer.parseInt(crashed[1]) : 0, alone);
            long first = next + Long.parseLong(run[0], Character.MAX_RADIX);
            long more = run.length > 1 ? Long.parseLong(run[1], Character.MAX_RADIX) : 0;
            for (long offset = first; offset <= first + more; offset++) {
                attempts.put(offset, attempt);
            }
            next = first + more + 1;
        }
        return attempts;
    }
}
