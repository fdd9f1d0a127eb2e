package org.limner.chaos.job;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.codec.EncodedRecord;

/**
 * A record to be published.
 *
 * @param topic       one of the jobs topics, or that of cancellations
 * @param key         its job's id
 * @param headers     as text
 * @param value       null: a record without one
 * @param expectation what must come of it; empty for one of which nothing more may come, such as a job's second copy
 */
public record PlannedRecord(
        String topic,
        String key,
        Map<String, String> headers,
        byte @Nullable [] value,
        JobKind kind,
        Optional<Expectation> expectation) {

    static PlannedRecord of(String topic, EncodedRecord record, JobKind kind, Expectation expectation) {
        return new PlannedRecord(topic, record.key(), record.headers(), record.value(), kind, Optional.of(expectation));
    }

    /** The same record once more. */
    PlannedRecord duplicate() {
        return new PlannedRecord(topic, key, headers, value, JobKind.DUPLICATE, Optional.empty());
    }
}
