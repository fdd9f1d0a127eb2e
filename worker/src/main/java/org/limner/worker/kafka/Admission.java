package org.limner.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.codec.JobIdentity;
import org.limner.schemas.codec.RetryHeaders;
import org.limner.schemas.job.JobId;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.worker.batch.Arrival;
import org.limner.worker.batch.Outcome;

/**
 * A record that was taken from its partition, on its way through the pipeline. It belongs to one assignment of the
 * partition: when that ends, nobody wants its outcome, since the next owner reads the record again.
 */
final class Admission implements Arrival {
    private final ConsumerRecord<byte[], byte[]> record;
    private final AssignedPartition assignment;
    private final int crashes;
    private final Surroundings surroundings;
    private final AtomicBoolean held = new AtomicBoolean();
    private volatile Optional<JobIdentity> identity = Optional.empty();

    /**
     * What an admission asks and tells.
     *
     * @param outcomes   takes the outcome, from any thread
     * @param inPipeline how many admissions somebody works on, those that were abandoned included
     */
    record Surroundings(
            TopicNames topics,
            Cancellations cancellations,
            InstantSource clock,
            BiConsumer<Admission, Outcome> outcomes,
            AtomicInteger inPipeline) {}

    Admission(ConsumerRecord<byte[], byte[]> record, AssignedPartition assignment, Surroundings surroundings) {
        this.record = record;
        this.assignment = assignment;
        this.crashes = assignment.journal().crashes(record.offset());
        this.surroundings = surroundings;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    long offset() {
        return record.offset();
    }

    AssignedPartition assignment() {
        return assignment;
    }

    TopicPartition partition() {
        return assignment.partition();
    }

    /** Who the job is, once {@link Screening} has found it new; empty for what is no job and for one that is retried. */
    Optional<JobIdentity> identity() {
        return identity;
    }

    void identity(JobIdentity found) {
        identity = Optional.of(found);
    }

    /** How often the job is tried, this time included. */
    int tries() {
        return 1 + number(RetryHeaders.ATTEMPT).map(Math::toIntExact).orElse(0);
    }

    @Override
    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), header.value());
            }
        }
        return headers;
    }

    @Override
    public byte @Nullable [] value() {
        return record.value();
    }

    @Override
    public Instant published() {
        return Instant.ofEpochMilli(number(RetryHeaders.FIRST_TIMESTAMP).orElse(record.timestamp()));
    }

    @Override
    public boolean abandoned() {
        return assignment.ended();
    }

    @Override
    public Optional<JobError> refusal() {
        return crashes < AttemptJournal.MAX_CRASHES
                ? Optional.empty()
                : Optional.of(JobError.of(
                        ErrorCode.WORKER_CRASH,
                        "the job ended its worker's process " + crashes + " times while nothing else ran"));
    }

    @Override
    public Optional<JobError> cancellation(JobId id) {
        return surroundings.cancellations().of(id);
    }

    @Override
    public Optional<Instant> retryDue() {
        return surroundings
                .topics()
                .retryAfter(tries())
                .map(retry -> surroundings.clock().instant().plus(retry.delay()));
    }

    @Override
    public void finish(Outcome outcome) {
        surroundings.outcomes().accept(this, outcome);
        released();
    }

    /** From now on somebody works on it, until {@link #finish} or {@link #released}. */
    void submitted() {
        if (held.compareAndSet(false, true)) {
            surroundings.inPipeline().incrementAndGet();
        }
    }

    @Override
    public void released() {
        if (held.compareAndSet(true, false)) {
            surroundings.inPipeline().decrementAndGet();
        }
    }

    /** The number in a header of a record that is retried; a jobs topic's records are anybody's, so theirs do not count. */
    private Optional<Long> number(String name) {
        Header header = assignment.retry().isEmpty() ? null : record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        String text = new String(header.value(), StandardCharsets.UTF_8);
        return text.matches("[0-9]{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
