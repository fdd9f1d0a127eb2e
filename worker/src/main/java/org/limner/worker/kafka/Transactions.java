package org.limner.worker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.limner.worker.kafka.LoopStatus.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction after the other, over failures: after one that failed the next begins only when the committed offsets
 * have said what became of it. Used by the poll thread alone.
 */
final class Transactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final TransactionalPublisher publisher;
    private final Publication publication;
    private final CurrentStatus status;
    private final Duration requestTimeout;
    private final Duration retryDelay;
    private final LongSupplier nanoTime;
    private long nextRecovery;

    Transactions(
            TransactionalPublisher publisher,
            Publication publication,
            CurrentStatus status,
            LoopSettings settings,
            LongSupplier nanoTime) {
        this.publisher = publisher;
        this.publication = publication;
        this.status = status;
        this.requestTimeout = settings.requestTimeout();
        this.retryDelay = settings.retryDelay();
        this.nanoTime = nanoTime;
    }

    /** Ends what an earlier process with this worker's id left open. Empty when it worked, else the reason. */
    Optional<String> open() {
        return publisher.open();
    }

    /** Whether a transaction can begin. */
    boolean isOpen() {
        return publisher.isOpen();
    }

    /** Whether a transaction can begin, after an attempt to recover if one failed and it is time for one. */
    boolean isOpenAgain(Consumer<?, ?> consumer) {
        if (publisher.isOpen()) {
            return true;
        }
        if (nanoTime.getAsLong() - nextRecovery < 0) {
            return false;
        }
        nextRecovery = nanoTime.getAsLong() + retryDelay.toNanos();
        Optional<String> obstacle = publication.recover(consumer, requestTimeout);
        if (obstacle.isEmpty()) {
            LOG.info("Transactions go on");
        } else {
            status.say(Phase.RECOVERING, obstacle.get());
        }
        return obstacle.isEmpty();
    }

    /** See {@link Publication#publish}. False when it failed. */
    boolean publish(Consumer<?, ?> consumer, boolean beginning) {
        return succeeded(publication.publish(consumer, beginning));
    }

    /** See {@link Publication#handOver}. Does nothing while no transaction can begin. */
    void handOver(Consumer<?, ?> consumer, Collection<TopicPartition> leaving, boolean stuck) {
        if (publisher.isOpen()) {
            succeeded(publication.handOver(consumer, leaving, stuck));
        }
    }

    /** See {@link Publication#commitPositions}. */
    void commitPositions(Consumer<?, ?> consumer) {
        try {
            succeeded(publication.commitPositions(consumer, requestTimeout));
        } catch (TimeoutException e) {
            LOG.debug("The positions are not known yet", e); // asked again at the next look
        }
    }

    @Override
    public void close() {
        publisher.close();
    }

    private boolean succeeded(Optional<String> failure) {
        if (failure.isPresent()) {
            LOG.warn("A transaction failed; reason={}", failure.get());
            status.say(Phase.RECOVERING, "a transaction failed: " + failure.get());
            nextRecovery = nanoTime.getAsLong();
        }
        return failure.isEmpty();
    }
}
