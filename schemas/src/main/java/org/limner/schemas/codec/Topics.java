package org.limner.schemas.codec;

import java.util.List;

/** The topics' names unless configured otherwise, as in {@code asyncapi.yaml}. */
public final class Topics {
    /** Render jobs, from anyone to the workers. */
    public static final String JOBS = "limner.jobs";
    /** Render jobs that are taken before others: 8 of them for 3 of {@link #JOBS} and 1 of {@link #JOBS_LOW}. */
    public static final String JOBS_HIGH = "limner.jobs.high";
    /** Render jobs that give way to others. */
    public static final String JOBS_LOW = "limner.jobs.low";
    /** One terminal result for each job. */
    public static final String RESULTS = "limner.results";
    /** Records of the jobs topics that are no jobs, byte for byte, with {@link DeadLetterHeaders}. */
    public static final String DEAD_LETTER = "limner.dead-letter";
    /** Jobs that are tried again 5 seconds after their record, with {@link RetryHeaders}. */
    public static final String RETRY_5_SECONDS = "limner.retry.5s";
    /** Jobs that are tried again 30 seconds after their record, with {@link RetryHeaders}. */
    public static final String RETRY_30_SECONDS = "limner.retry.30s";
    /** Jobs that are tried again 5 minutes after their record, with {@link RetryHeaders}. */
    public static final String RETRY_5_MINUTES = "limner.retry.5m";
    /** The digest of each job that was taken, so that its duplicates are known. Compacted. */
    public static final String SEEN = "limner.seen";
    /** Jobs that nobody wants any more, by their id. Compacted. */
    public static final String CANCELLATIONS = "limner.cancellations";

    private Topics() {}

    /** What a worker tries again, the shortest delay first. */
    public static List<String> retries() {
        return List.of(RETRY_5_SECONDS, RETRY_30_SECONDS, RETRY_5_MINUTES);
    }
}
