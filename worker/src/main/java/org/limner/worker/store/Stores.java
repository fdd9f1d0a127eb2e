package org.limner.worker.store;

import java.util.Optional;

/**
 * The stores a worker uses.
 *
 * @param payloads reads what jobs refer to
 * @param results  where images go that do not travel in results; empty: there is no such place
 */
public record Stores(PayloadReader payloads, Optional<ResultStore> results) {
    /** Everything travels in messages. */
    public static final Stores NONE = new Stores(PayloadReader.INLINE_ONLY, Optional.empty());
}
