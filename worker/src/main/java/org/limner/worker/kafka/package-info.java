/**
 * Jobs in, exactly one result each out.
 *
 * <p>In: records of the jobs topics (three lanes) and of the retry topics. Out: results, dead letters, retries, seen jobs
 * and offsets, in one transaction. One thread, {@link PollLoop}, owns the consumer and the producer and never waits for
 * rendering. In the order of a record's way:
 *
 * <ul>
 *   <li>{@link AssignedPartition}: what is known of a partition. It is read from once {@link JobHistory} knows which of its
 *       jobs were taken before ({@link SeenJobs}) and which were cancelled ({@link Cancellations}).
 *   <li>{@link AdmissionQueue}: which record goes next. Lanes by weight ({@link LaneTurns}); suspects of a crash alone.
 *   <li>{@link AttemptJournal}: which jobs are being tried, on record before they are.
 *   <li>{@link Screening}: duplicates end here; everything else goes to the pipeline ({@code org.limner.worker.batch}).
 *   <li>{@link PartitionProgress}: what is finished without a gap may go; {@link Publication}: what goes together;
 *       {@link TransactionalPublisher}: how.
 * </ul>
 *
 * <p>What a record means and how it is rendered is decided elsewhere.
 */
@NullMarked
package org.limner.worker.kafka;

import org.jspecify.annotations.NullMarked;
