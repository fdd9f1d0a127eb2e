/**
 * The worker: takes render jobs from Kafka and publishes exactly one result for each.
 *
 * <p>Start here. {@link org.limner.worker.Worker} puts the parts together, {@link org.limner.worker.WorkerLifecycle} ties
 * it to the process. Then follow a job:
 *
 * <ol>
 *   <li>{@code kafka}: a record is taken, and later its outcome is published together with its offset;
 *   <li>{@code batch}: it is read, rendered together with others, and answered, many at a time;
 *   <li>{@code job}, {@code mask}, {@code style}: bytes become label maps and style vectors;
 *   <li>{@code generator}: the networks run; {@code bundle}: where they come from;
 *   <li>{@code image}: pixels become files; {@code store}: where payloads come from and files go that do not travel in
 *       messages.
 * </ol>
 *
 * <p>{@code failure} says whose turn it is when something goes wrong, {@code config} what can be set, {@code telemetry}
 * what an operator sees. The messages themselves are in {@code org.limner.schemas}.
 */
@NullMarked
package org.limner.worker;

import org.jspecify.annotations.NullMarked;
