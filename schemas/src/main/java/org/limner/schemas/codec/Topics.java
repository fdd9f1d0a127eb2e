package org.limner.schemas.codec;

/** The topics' names unless configured otherwise, as in {@code asyncapi.yaml}. */
public final class Topics {
    /** Render jobs, from anyone to the workers. */
    public static final String JOBS = "limner.jobs";
    /** One terminal result for each job. */
    public static final String RESULTS = "limner.results";
    /** Records of {@link #JOBS} that are no jobs, byte for byte, with {@link DeadLetterHeaders}. */
    public static final String DEAD_LETTER = "limner.dead-letter";

    private Topics() {}
}
