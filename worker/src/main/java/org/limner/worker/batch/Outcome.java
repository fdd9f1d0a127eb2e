package org.limner.worker.batch;

import org.limner.schemas.codec.DeadLetterReason;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.job.JobId;
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
     * Nothing is wrong with the job: it is to be tried again after a while. Only an outcome when
     * {@link Arrival#retryDue} has a time.
     *
     * @param fault a sentence for people
     * @param bytes of the record
     */
    record Retry(JobId id, String fault, int bytes, long readyAt) implements Outcome {}

    /** The job was taken before, word for word; it has its result or will have it. */
    record Duplicate(JobId id, long readyAt) implements Outcome {
        @Override
        public int bytes() {
            return 0;
        }
    }

    /**
     * The record is no job, or contradicts one; it goes to the dead-letter topic as it came.
     *
     * @param detail a sentence for people
     * @param bytes  of the record
     */
    record DeadLetter(DeadLetterReason reason, String detail, int bytes, long readyAt) implements Outcome {}
}
