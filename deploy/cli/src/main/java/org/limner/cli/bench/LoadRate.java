package org.limner.cli.bench;

import java.math.BigDecimal;

/** How fast jobs are published. */
public sealed interface LoadRate {

    /** So many that some always wait. */
    record Max() implements LoadRate {
        @Override
        public String toString() {
            return "max";
        }
    }

    /**
     * On a schedule, whatever the worker does.
     *
     * @param jobs positive and finite
     */
    record PerSecond(double jobs) implements LoadRate {
        public PerSecond {
            if (!(jobs > 0) || Double.isInfinite(jobs)) {
                throw new IllegalArgumentException("a rate is more than 0 jobs a second, not " + jobs);
            }
        }

        /** When job {@code number}, from 0, is due, in nanoseconds from the start. */
        long dueNanos(long number) {
            return Math.round(number / jobs * 1e9);
        }

        /** For example {@code 0.5} or {@code 15}. */
        @Override
        public String toString() {
            return BigDecimal.valueOf(jobs).stripTrailingZeros().toPlainString();
        }
    }

    /** {@code max} or a number of jobs a second. Throws {@link IllegalArgumentException} that says so. */
    static LoadRate parse(String text) {
        if (text.equals("max")) {
            return new Max();
        }
        try {
            return new PerSecond(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is neither max nor a number of jobs a second", e);
        }
    }
}
