package org.limner.worker.batch;

import org.limner.schemas.codec.DeadLetterReason;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.result.RenderResult;

/** What came out of a record. There is always one, whatever went wrong: without it its partition would stand still. */
public sealed interface Outcome {

    /** Bytes that are held until the outcome is published. */
    int bytes();

    /** When it was ready, of {@link System#nanoTime()}. */
    long readyAt();

    /**
     * A terminal result, SUCCEEDED or not.
     *
     * @param record {@code result} as it goes to the results topic
     */
    record Answered(RenderResult result, EncodedRecord record, long readyAt) implements Outcome {
        @Override
        public int bytes() {
            return record.value().length;
        }
    }

    /**
     * The record is no job; it goes to the dead-letter topic as it came.
     *
     * @param detail a sentence for people
     * @param bytes  of the record
     */
    record DeadLetter(DeadLetterReason reason, String detail, int bytes, long readyAt) implements Outcome {}
}
