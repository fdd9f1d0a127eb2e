package org.limner.chaos.job;

import java.util.Map;

/**
 * How many records of which kind.
 *
 * @param jobs    in all, those of every kind with an id of its own
 * @param special how many of kinds other than INNOCENT; cancellations come with the cancelled jobs
 */
public record JobCounts(int jobs, Map<JobKind, Integer> special) {
    public JobCounts {
        special = Map.copyOf(special);
        special.forEach((kind, count) -> {
            if (count < 0 || kind == JobKind.INNOCENT || kind == JobKind.CANCELLATION) {
                throw new IllegalArgumentException("there cannot be " + count + " jobs " + kind.words());
            }
        });
        int ownIds = special.entrySet().stream()
                .filter(entry -> entry.getKey().ownId())
                .mapToInt(Map.Entry::getValue)
                .sum();
        int copies = special.getOrDefault(JobKind.DUPLICATE, 0) + special.getOrDefault(JobKind.CONFLICT, 0);
        if (jobs < 1 || ownIds + copies > jobs) {
            throw new IllegalArgumentException(jobs + " jobs cannot hold " + ownIds
                    + " of special kinds and innocent ones for " + copies + " duplicates and conflicts");
        }
    }

    /** How many of a kind. */
    public int of(JobKind kind) {
        if (kind != JobKind.INNOCENT) {
            return special.getOrDefault(kind, 0);
        }
        return jobs
                - special.entrySet().stream()
                        .filter(entry -> entry.getKey().ownId())
                        .mapToInt(Map.Entry::getValue)
                        .sum();
    }
}
