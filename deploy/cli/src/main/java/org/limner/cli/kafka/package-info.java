/**
 * Talks to the broker as any client would.
 *
 * <p>In: {@link org.limner.cli.kafka.KafkaOptions}. Out: jobs on the jobs topic ({@link org.limner.cli.kafka.JobPublisher})
 * and what arrives on the other topics ({@link org.limner.cli.kafka.ArrivalReader}). No consumer group and nothing
 * committed: reading here never takes a message from anybody. This is the only package that sees Kafka's types.
 */
@NullMarked
package org.limner.cli.kafka;

import org.jspecify.annotations.NullMarked;
