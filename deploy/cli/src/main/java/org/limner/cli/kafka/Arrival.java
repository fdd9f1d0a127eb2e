package org.limner.cli.kafka;

import java.time.Instant;
import java.util.Map;
import org.limner.cli.kafka.JobPublisher.Position;
import org.limner.schemas.result.RenderResult;

/** A record that came from the results or the dead-letter topic. */
public sealed interface Arrival {
    Envelope envelope();

    /**
     * The record as it is.
     *
     * @param time    the record's timestamp
     * @param key     empty text when it has none
     * @param headers the last of each name, as UTF-8 text
     * @param value   the bytes; empty when it has none. Owned by the arrival
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Envelope(Position position, Instant time, String key, Map<String, String> headers, byte[] value) {}

    /** An answer to a job. */
    record Result(Envelope envelope, RenderResult result) implements Arrival {}

    /** A record a worker could not take for a job; the headers say why. */
    record DeadLetter(Envelope envelope) implements Arrival {}

    /** Something on the results topic that is no result, and why. */
    record Unreadable(Envelope envelope, String reason) implements Arrival {}
}
