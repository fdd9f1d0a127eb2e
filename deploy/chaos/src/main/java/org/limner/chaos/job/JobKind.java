package org.limner.chaos.job;

/** What a record is for. */
public enum JobKind {
    /** An ordinary job. */
    INNOCENT("innocent", true),
    /** An ordinary job whose mask is in a folder that workers may read. */
    BY_REFERENCE("with a mask by reference", true),
    /** Its first rendering fails as the worker's fault. */
    FAILS_ONCE("failing once", true),
    /** Its rendering fails as often as a worker tries by itself, so that it has to be tried again later. */
    FAILS_REPEATEDLY("failing repeatedly", true),
    /** Its rendering fails for want of memory while it is not alone. */
    SHORT_OF_MEMORY("short of memory", true),
    /** Broken in one of many ways. */
    POISON("poison", true),
    /** Ends the process that renders it. */
    KILLER("killing their process", true),
    /** Its deadline has passed. */
    EXPIRED("expired", true),
    /** Somebody cancels it, before or after it is published. */
    CANCELLED("cancelled", true),
    /** An innocent job once more. */
    DUPLICATE("duplicates", false),
    /** Another job under the id of an innocent one. */
    CONFLICT("conflicts", false),
    /** What makes a job CANCELLED. */
    CANCELLATION("cancellations", false);

    private final String words;
    private final boolean ownId;

    JobKind(String words, boolean ownId) {
        this.words = words;
        this.ownId = ownId;
    }

    public String words() {
        return words;
    }

    /** Whether it is a job of its own, not a record about another one. */
    public boolean ownId() {
        return ownId;
    }
}
