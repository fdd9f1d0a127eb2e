package org.limner.worker.kafka;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A topic whose records are jobs to be tried again.
 *
 * @param delay of each record, from its timestamp; constant, so that the first record of a partition is due first
 */
public record RetryTopic(String name, Duration delay) {
    private static final Pattern DELAY = Pattern.compile(".*\\.([0-9]+)([smh])");

    /** A topic whose name ends with its delay, for example {@code limner.retry.30s}. */
    static RetryTopic of(String name) {
        Matcher matcher = DELAY.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "limner.kafka.retry-topics: the name of a retry topic ends with its delay,"
                            + " like limner.retry.30s, but one is '" + name + "'");
        }
        return new RetryTopic(name, Duration.parse("PT" + matcher.group(1) + matcher.group(2)));
    }
}
