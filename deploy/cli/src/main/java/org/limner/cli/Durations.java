package org.limner.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a person writes them: {@code 500ms}, {@code 30s}, {@code 5m}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,7})(ms|s|m)");

    private Durations() {}

    /** Throws {@link IllegalArgumentException} that shows the accepted form. */
    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time like 500ms, 30s or 5m");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        return unit.equals("ms")
                ? Duration.ofMillis(number)
                : unit.equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
    }
}
