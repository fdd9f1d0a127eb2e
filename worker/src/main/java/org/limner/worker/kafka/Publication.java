package org.limner.worker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.limner.worker.kafka.PartitionProgress.Prefix;

/**
 * What goes into one transaction: the finished outcomes that nothing unfinished precedes, the offsets that cover them, and
 * with each offset the journal of what is being tried. Used by the poll thread alone.
 */
final class Publication {
    /** Of one transaction, so that it ends well within its timeout on a slow network too. */
    private static final long TRANSACTION_BYTES = 8 << 20;

    private final TransactionalPublisher publisher;
    private final InFlight inFlight;
    private final LoopListener listener;

    Publication(TransactionalPublisher publisher, InFlight inFlight, LoopListener listener) {
        this.publisher = publisher;
        this.inFlight = inFlight;
        this.listener = listener;
    }

    /**
     * Publishes what is finished.
     *
     * @param beginning whether jobs are about to begin: their partitions' journals must say so, and nobody's may still say
     *                  that another job runs alone
     * @return the reason when it failed: the publisher is closed, and the committed offsets will say what happened
     */
    Optional<String> publish(Consumer<?, ?> consumer, boolean beginning) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long room = TRANSACTION_BYTES;
        for (AssignedPartition partition : inFlight.partitions()) {
            if (partition.progress().hasFinishedPrefix() && room > 0) {
                Prefix<PublishableOutcome> prefix = prefix(partition, consumer, room);
                prefix.outcomes().forEach(outcome -> records.addAll(outcome.records()));
                offsets.put(partition.partition(), offset(partition, prefix.next()));
                room -= prefix.bytes();
            } else if (beginning && partition.isOpen()) {
                OffsetAndMetadata offset = offset(partition, first(partition));
                if (!offset.metadata().equals(partition.journal().committed())) {
                    offsets.put(partition.partition(), offset);
                }
            }
        }
        return commit(consumer, records, offsets);
    }

    /**
     * Publishes what is finished of partitions that go to another worker in good order, and cleans their journals: what is
     * not finished is no suspect there.
     *
     * @param stuck a job that is running may never end: then journals are left as after a crash, so that it does not hang
     *              one worker after the other for ever
     */
    Optional<String> handOver(Consumer<?, ?> consumer, Collection<TopicPartition> names, boolean stuck) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long room = TRANSACTION_BYTES;
        for (TopicPartition name : names) {
            AssignedPartition partition = inFlight.get(name);
            if (partition == null || !partition.isOpen()) {
                continue;
            }
            long next = first(partition);
            boolean finished = partition.progress().hasFinishedPrefix() && room > 0;
            if (finished) {
                Prefix<PublishableOutcome> prefix = prefix(partition, consumer, room);
                prefix.outcomes().forEach(outcome -> records.addAll(outcome.records()));
                next = prefix.next();
                room -= prefix.bytes();
            }
            String journal = stuck
                    ? partition.journal().text(next, partition.progress().running())
                    : partition.journal().handOver(next);
            if (finished || !journal.equals(partition.journal().committed())) {
                offsets.put(name, new OffsetAndMetadata(next, journal));
            }
        }
        return commit(consumer, records, offsets);
    }

    /**
     * Commits where the consumer is when that is beyond the last record and nothing is under way: a transactional publisher
     * of jobs leaves markers in the log, which autoscalers would take for a job that waits.
     */
    Optional<String> commitPositions(Consumer<?, ?> consumer, Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (AssignedPartition partition : inFlight.partitions()) {
            long position = consumer.position(partition.partition(), timeout);
            if (partition.progress().isEmpty()
                    && position > partition.committed().orElse(Long.MAX_VALUE)) {
                offsets.put(partition.partition(), offset(partition, position));
            }
        }
        return commit(consumer, List.of(), offsets);
    }

    /** Begins again after a failed transaction: finished outcomes that turn out to be committed are forgotten. */
    Optional<String> recover(Consumer<?, ?> consumer, Duration timeout) {
        Optional<String> obstacle = publisher.open();
        if (obstacle.isPresent()) {
            return obstacle;
        }
        try {
            consumer.committed(inFlight.names(), timeout).forEach(this::committed);
            return Optional.empty();
        } catch (KafkaException e) {
            publisher.close();
            return Optional.of("the committed offsets are not known: " + e.getMessage());
        }
    }

    private Optional<String> commit(
            Consumer<?, ?> consumer,
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> failure = publisher.publish(records, offsets, consumer.groupMetadata());
        if (failure.isEmpty()) {
            listener.committed();
            offsets.forEach(this::committed);
        } else {
            listener.failed();
        }
        return failure;
    }

    private void committed(TopicPartition name, @Nullable OffsetAndMetadata offset) {
        AssignedPartition partition = inFlight.get(name);
        if (partition != null && partition.isOpen() && offset != null) {
            partition.committed(offset.offset()).forEach(outcome -> listener.published(outcome.outcome()));
            partition.journal().committed(offset.metadata());
        }
    }

    private static Prefix<PublishableOutcome> prefix(AssignedPartition partition, Consumer<?, ?> consumer, long room) {
        return partition.progress().prefix(room, position(partition, consumer));
    }

    private static long position(AssignedPartition partition, Consumer<?, ?> consumer) {
        try {
            return consumer.position(partition.partition(), Duration.ZERO);
        } catch (TimeoutException e) {
            // Not known while the client finds a new leader: no reason to lose the consumer.
            return partition.progress().last() + 1;
        }
    }

    /** Where the next owner would begin. */
    private static long first(AssignedPartition partition) {
        return partition.progress().isEmpty()
                ? partition.committed().orElseThrow()
                : partition.progress().first();
    }

    private static OffsetAndMetadata offset(AssignedPartition partition, long next) {
        return new OffsetAndMetadata(
                next, partition.journal().text(next, partition.progress().running()));
    }
}
