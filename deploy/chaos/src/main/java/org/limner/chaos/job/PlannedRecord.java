package org.limner.chaos.job;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record for the jobs topic.
 *
 * @param key         its job's id
 * @param headers     as text
 * @param value       null: a record without one
 * @param expectation what must come of it; empty for the second copy of a record, of which nothing more may come
 */
public record PlannedRecord(
        String key,
        Map<String, String> headers,
        byte @Nullable [] value,
        JobKind kind,
        Optional<Expectation> expectation) {

    /** The same record once more. */
    PlannedRecord duplicate() {
        return new PlannedRecord(key, headers, value, JobKind.DUPLICATE, Optional.empty());
    }
}
