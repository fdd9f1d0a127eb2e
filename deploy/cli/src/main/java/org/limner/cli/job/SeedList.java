package org.limner.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limner.schemas.job.Style;

/**
 * Seeds as a person writes them: {@code 7}, {@code 1..8}, {@code 1..3,9}.
 *
 * @param seeds in the order written, each 0 to 2^53 - 1
 */
public record SeedList(List<Long> seeds) {
    /** More than any worker takes in one job: a slip like {@code 1..99999999} ends here and not in memory. */
    static final int MOST = 10_000;

    private static final Pattern PART = Pattern.compile("(\\d{1,16})(?:\\.\\.(\\d{1,16}))?");

    public SeedList {
        seeds = List.copyOf(seeds);
    }

    /** Throws {@link IllegalArgumentException} that says what is wrong with which part. */
    public static SeedList parse(String text) {
        List<Long> seeds = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + part + "' is neither a seed nor a range like 1..8");
            }
            long first = Long.parseLong(matcher.group(1));
            long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
            if (last < first) {
                throw new IllegalArgumentException("the range '" + part + "' ends before it begins");
            }
            if (last > Style.LARGEST_SEED) {
                throw new IllegalArgumentException("seed " + last + " is beyond " + Style.LARGEST_SEED);
            }
            if (last - first >= MOST - seeds.size()) {
                throw new IllegalArgumentException("'" + text + "' has more than " + MOST + " seeds");
            }
            for (long seed = first; seed <= last; seed++) {
                seeds.add(seed);
            }
        }
        return new SeedList(seeds);
    }
}
