package org.limner.schemas.codec;

/** A record without a readable CloudEvents envelope of the expected type. */
final class NotAnEnvelopeException extends Exception {
    private static final long serialVersionUID = 1;

    private final DeadLetterReason reason;

    NotAnEnvelopeException(DeadLetterReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    DeadLetterReason reason() {
        return reason;
    }
}
