package org.limner.schemas.codec;

/** Headers that a record gets on its way to {@link Topics#DEAD_LETTER}, beside its own. Values are UTF-8. */
public final class DeadLetterHeaders {
    /** A {@link DeadLetterReason}. */
    public static final String REASON = "limner-reason";
    /** A sentence for people. */
    public static final String DETAIL = "limner-detail";
    /** Where the record was read. */
    public static final String TOPIC = "limner-topic";
    /** A decimal number. */
    public static final String PARTITION = "limner-partition";
    /** A decimal number. */
    public static final String OFFSET = "limner-offset";

    private DeadLetterHeaders() {}
}
