package org.limner.schemas.codec;

/** Why a record on a jobs topic gets no result: it is no job at all, or contradicts one. */
public enum DeadLetterReason {
    /** A tombstone. */
    NULL_VALUE,
    /** A required CloudEvents attribute is absent or empty. */
    MISSING_ATTRIBUTE,
    /** A required CloudEvents attribute holds what it must not, for example an id with a space. */
    INVALID_ATTRIBUTE,
    /** A CloudEvents version other than 1.0. */
    UNSUPPORTED_SPEC_VERSION,
    /** A CloudEvents format other than JSON, or a batch. */
    UNSUPPORTED_CONTENT_TYPE,
    /** An event of another type. */
    UNKNOWN_TYPE,
    /** Structured mode whose JSON cannot be read far enough to find the attributes. */
    MALFORMED_ENVELOPE,
    /** A job whose id another job on the same topic has, with other data; the first one is answered. */
    CONFLICT
}
