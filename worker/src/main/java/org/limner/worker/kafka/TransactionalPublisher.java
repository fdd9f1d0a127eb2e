package org.limner.worker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes outcomes and the offsets that cover them in one transaction.
 *
 * <p>A transaction that failed is never aborted or repeated here: the commit whose answer was lost may have succeeded.
 * The producer is thrown away; {@link #open} makes another one, whose initialisation ends the old transaction one way or
 * the other, and then the committed offsets say which. Used by the poll thread alone.
 */
final class TransactionalPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalPublisher.class);

    /** Two workers with one transactional id fence each other several times a second (measured: 17 times in 5 s). */
    private static final Duration FENCED_AGAIN_WITHIN = Duration.ofSeconds(60);

    private final KafkaClients clients;
    private final String transactionalId;
    private final Duration transactionTimeout;
    private final LongSupplier nanoTime;
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable Long fencedAt;

    TransactionalPublisher(
            KafkaClients clients, String transactionalId, Duration transactionTimeout, LongSupplier nanoTime) {
        this.clients = clients;
        this.transactionalId = transactionalId;
        this.transactionTimeout = transactionTimeout;
        this.nanoTime = nanoTime;
    }

    boolean isOpen() {
        return producer != null;
    }

    /** Makes a producer and ends what an earlier one with the same id left open. Empty when it worked, else the reason. */
    Optional<String> open() {
        close();
        Producer<byte[], byte[]> opening = null;
        try {
            opening = clients.producer();
            opening.initTransactions();
            producer = opening;
            return Optional.empty();
        } catch (KafkaException e) {
            if (opening != null) {
                opening.close(Duration.ZERO);
            }
            return Optional.of("transactions of " + transactionalId + " cannot begin: " + e.getMessage());
        }
    }

    /**
     * Publishes {@code records} and commits {@code offsets}, both or neither. Empty when that is certain; else the
     * reason, the publisher is no longer open, and only the committed offsets say what happened.
     *
     * @throws FencedException the second time within a minute that another process used this worker's id
     */
    Optional<String> publish(
            Collection<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            throw new IllegalStateException("the publisher is not open");
        }
        long began = nanoTime.getAsLong();
        try {
            open.beginTransaction();
            // A failed send fails the commit; waiting for each here would cost a round trip per record.
            records.forEach(open::send);
            open.sendOffsetsToTransaction(offsets, group);
            open.commitTransaction();
            return Optional.empty();
        } catch (KafkaException | IllegalStateException e) {
            close();
            checkFence(e, Duration.ofNanos(nanoTime.getAsLong() - began));
            return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private void checkFence(RuntimeException failure, Duration age) {
        // The broker also fences a transaction that outlived its timeout; that one is nobody else's doing.
        if (!isFence(failure) || age.compareTo(transactionTimeout) >= 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        Long before = fencedAt;
        fencedAt = now;
        if (before != null && now - before < FENCED_AGAIN_WITHIN.toNanos()) {
            throw new FencedException(
                    "another process uses the transactional id " + transactionalId + ": fenced twice within "
                            + FENCED_AGAIN_WITHIN.toSeconds() + " s; give each worker a limner.worker.id of its own",
                    failure);
        }
        LOG.warn("Fenced by another process with the same transactional id; transactionalId={}", transactionalId);
    }

    private static boolean isFence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    /** Throws the producer away without waiting. */
    @Override
    public void close() {
        Producer<byte[], byte[]> closing = producer;
        producer = null;
        if (closing != null) {
            closing.close(Duration.ZERO);
        }
    }
}
