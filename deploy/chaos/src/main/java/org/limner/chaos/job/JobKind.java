package org.limner.chaos.job;

/** What a record is for, for the report. */
public enum JobKind {
    /** An ordinary job. */
    INNOCENT("innocent"),
    /** Its first rendering fails as the worker's fault. */
    FAILS_ONCE("failing once"),
    /** Its rendering fails for want of memory while it is not alone. */
    SHORT_OF_MEMORY("short of memory"),
    /** Broken in one of many ways. */
    POISON("poison"),
    /** Ends the process that renders it. */
    KILLER("killing its process"),
    /** A job that was published before. */
    DUPLICATE("published twice");

    private final String words;

    JobKind(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
