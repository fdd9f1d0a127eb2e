package org.limner.schemas.codec;

/** Headers that a job's record gets on its way to a retry topic, beside its own. Values are UTF-8. */
public final class RetryHeaders {
    /** How often the job was tried; a decimal number. */
    public static final String ATTEMPT = "limner-attempt";
    /** Why it is tried again: a sentence for people. */
    public static final String FAULT = "limner-fault";
    /** Where the job was published. */
    public static final String FIRST_TOPIC = "limner-first-topic";
    /** A decimal number. */
    public static final String FIRST_PARTITION = "limner-first-partition";
    /** A decimal number. */
    public static final String FIRST_OFFSET = "limner-first-offset";
    /** When the job was published: milliseconds since 1970, a decimal number. */
    public static final String FIRST_TIMESTAMP = "limner-first-timestamp";

    private RetryHeaders() {}
}
