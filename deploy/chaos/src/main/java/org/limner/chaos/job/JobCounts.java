package org.limner.chaos.job;

/**
 * How many records of which kind.
 *
 * @param jobs          in all, those below included but for {@code duplicates}
 * @param poison        broken in one of many ways
 * @param killers       that end the process which renders them
 * @param failingOnce   whose first rendering fails
 * @param shortOfMemory that fail for want of memory unless they are alone
 * @param duplicates    innocent jobs that are published a second time
 */
public record JobCounts(int jobs, int poison, int killers, int failingOnce, int shortOfMemory, int duplicates) {
    public JobCounts {
        int special = poison + killers + failingOnce + shortOfMemory;
        if (jobs < 1 || poison < 0 || killers < 0 || failingOnce < 0 || shortOfMemory < 0 || duplicates < 0) {
            throw new IllegalArgumentException("jobs must be positive and none of their kinds negative");
        }
        if (special > jobs || duplicates > jobs - special) {
            throw new IllegalArgumentException(jobs + " jobs cannot hold " + special
                    + " of special kinds and as many innocent ones as the " + duplicates + " duplicates need");
        }
    }

    int innocent() {
        return jobs - poison - killers - failingOnce - shortOfMemory;
    }
}
