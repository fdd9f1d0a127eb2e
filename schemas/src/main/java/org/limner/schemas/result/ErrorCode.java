package org.limner.schemas.result;

/** Why a job did not succeed; each code says whose turn it is. */
public enum ErrorCode {
    /** The data is not JSON. */
    MALFORMED_JSON(Turn.JOB),
    /** A field the contract does not know; refused, since a dropped {@code seed} gives a wrong image. */
    UNKNOWN_FIELD(Turn.JOB),
    /** A field is missing, of the wrong type or out of its range. */
    INVALID_FIELD(Turn.JOB),
    /** Bytes that should be base64 are not. */
    MALFORMED_BASE64(Turn.JOB),
    /** More styles, bytes, pixels or tags than the limits allow. */
    LIMIT_EXCEEDED(Turn.JOB),
    /** Something the contract allows and this worker does not serve. */
    UNSUPPORTED(Turn.JOB),
    /** A reference to where this worker does not read: another scheme, a folder or bucket that is not on its list. */
    REFERENCE_REFUSED(Turn.JOB),
    /** Nothing is where a reference points. */
    REFERENCE_NOT_FOUND(Turn.JOB),
    /** What is there has another size or digest than the reference says. */
    REFERENCE_MISMATCH(Turn.JOB),
    /** No bundle of that name and version. */
    UNKNOWN_MODEL(Turn.JOB),
    /** The bytes are no image, or a damaged one. */
    UNREADABLE_IMAGE(Turn.JOB),
    /** An image, but not a label map: colour, alpha or a depth that cannot hold label ids. */
    NOT_A_LABEL_MAP(Turn.JOB),
    /** A label id that is neither a class of the bundle nor its void id. */
    LABEL_OUT_OF_RANGE(Turn.JOB),
    /** Instances are missing where the bundle reads them, or differ from the mask in size. */
    INVALID_INSTANCES(Turn.JOB),
    /** A style the bundle cannot take: wrong vector length, no encoder, styles for a bundle without z. */
    INVALID_STYLE(Turn.JOB),
    /** The images do not fit into a result message, and there is no store or the job wants them inline. */
    RESULT_TOO_LARGE(Turn.JOB),
    /** The job's deadline passed before it was rendered; with status EXPIRED. */
    DEADLINE_PASSED(Turn.JOB),
    /** The job's owner cancelled it; with status CANCELLED. */
    CANCELLED(Turn.JOB),
    /** The store did not answer, or not in time; the same job may succeed later. */
    STORE_UNAVAILABLE(Turn.WORKER),
    /** Rendering failed on this worker, again after a retry. */
    RENDER_FAILED(Turn.WORKER),
    /** The job ended its worker's process repeatedly. */
    WORKER_CRASH(Turn.WORKER);

    private final Turn turn;

    ErrorCode(Turn turn) {
        this.turn = turn;
    }

    public Turn turn() {
        return turn;
    }

    /** Who has to act for the job to succeed. */
    public enum Turn {
        /** Whoever published the job: the same job fails again. */
        JOB,
        /** Whoever runs the worker: the same job may succeed elsewhere. */
        WORKER
    }
}
