/**
 * Jobs in, exactly one result each out.
 *
 * <p>In: records of the jobs topic. Out: results, dead letters and offsets, in one transaction. One thread, the
 * poll loop, owns the consumer and the producer and never waits for rendering: it admits records to the pipeline
 * ({@code org.limner.worker.batch}), takes outcomes from it, and commits what {@link PartitionProgress} allows through
 * the transactional publisher. What a record means and how it is rendered is decided elsewhere.
 */
@NullMarked
package org.limner.worker.kafka;

import org.jspecify.annotations.NullMarked;
