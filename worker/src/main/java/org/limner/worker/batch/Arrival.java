package org.limner.worker.batch;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record that was taken from the jobs topic and waits for its outcome. */
public interface Arrival {
    /** The last value of each header. */
    Map<String, byte[]> headers();

    /** What should be a job; null for a record without a value. Not to be changed. */
    byte @Nullable [] value();

    /** The record's timestamp. */
    Instant published();

    /** Whether nobody wants the outcome any more, since the partition went to another worker: work on it may stop. */
    boolean abandoned();

    /** Takes the outcome, from any thread. Called once; not at all when the arrival is abandoned. */
    void finish(Outcome outcome);
}
