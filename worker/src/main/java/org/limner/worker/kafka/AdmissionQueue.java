package org.limner.worker.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Decides which of the records that were read goes next, and from which partitions more are read.
 *
 * <p>Ordinarily everything goes as long as there is room, the lanes by their weights when there is little. A lane of which
 * something waits is not read from, so what waits stays small. After a crash the jobs that may have caused it go one at a
 * time, with nothing else under way, and everything else waits for them.
 *
 * <p>Used by the poll thread alone.
 */
final class AdmissionQueue {
    private final InFlight inFlight;
    private final LoopSettings settings;
    private final Admission.Surroundings surroundings;
    private final InstantSource clock;
    private final LaneTurns turns = new LaneTurns();

    AdmissionQueue(InFlight inFlight, LoopSettings settings, Admission.Surroundings surroundings) {
        this.inFlight = inFlight;
        this.settings = settings;
        this.surroundings = surroundings;
        this.clock = surroundings.clock();
    }

    /** Takes what was polled. What is not due yet is not held in memory: it is read again when it is. */
    void take(ConsumerRecords<byte[], byte[]> records, Consumer<?, ?> consumer) {
        for (TopicPartition name : records.partitions()) {
            AssignedPartition partition = inFlight.get(name);
            if (partition == null) {
                throw new IllegalStateException("a record came from " + name + ", which is not assigned");
            }
            if (!partition.isReady()) {
                consumer.seek(name, records.records(name).get(0).offset());
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> record : records.records(name)) {
                Instant due = due(record, partition);
                if (clock.instant().isBefore(due)) {
                    consumer.seek(name, record.offset());
                    partition.notBefore(due);
                    break;
                }
                take(record, partition);
            }
        }
    }

    /** Begins with the records that are to be handed to the pipeline as soon as the journal says so. */
    List<Admission> next() {
        if (inFlight.hasSuspects()) {
            // Alone: what is left of partitions that have gone may still be decoded or rendered.
            boolean alone = inFlight.running() == 0 && surroundings.inPipeline().get() == 0;
            return alone ? nextSuspect() : List.of();
        }
        List<Admission> chosen = new ArrayList<>();
        boolean idle = inFlight.running() == 0;
        while (inFlight.bytes() < settings.maxInFlightBytes() || (idle && chosen.isEmpty())) {
            Optional<Admission> next = turns.next(waitingLanes()).map(this::oldest);
            if (next.isEmpty()) {
                break;
            }
            begin(next.get());
            chosen.add(next.get());
        }
        return chosen;
    }

    /**
     * Pauses the partitions from which the next poll must bring nothing, and resumes the others.
     *
     * @param admitting false: all of them
     */
    void pauseAndResume(Consumer<?, ?> consumer, boolean admitting) {
        boolean suspects = inFlight.hasSuspects();
        Set<Lane> waiting = waitingLanes();
        for (AssignedPartition partition : inFlight.partitions()) {
            boolean read = admitting
                    && partition.isReady()
                    && !clock.instant().isBefore(partition.notBefore())
                    && (suspects ? lacksSuspect(partition, consumer) : hasRoom(partition, waiting));
            if (read == partition.paused()) {
                if (read) {
                    consumer.resume(Set.of(partition.partition()));
                } else {
                    consumer.pause(Set.of(partition.partition()));
                }
                partition.paused(!read);
            }
        }
    }

    private boolean hasRoom(AssignedPartition partition, Set<Lane> waiting) {
        return !waiting.contains(partition.lane())
                && partition.progress().size() + ClientProperties.MAX_POLL_RECORDS <= settings.maxInFlightJobs();
    }

    /** Whether a suspect of the partition was not read yet. One that the topic has deleted is none any more. */
    private static boolean lacksSuspect(AssignedPartition partition, Consumer<?, ?> consumer) {
        boolean lacks = false;
        for (long suspect : partition.journal().suspects()) {
            if (!partition.progress().hasTaken(suspect)) {
                if (isBehind(suspect, partition, consumer)) {
                    partition.journal().cleared(suspect);
                } else {
                    lacks = true;
                }
            }
        }
        return lacks;
    }

    private static boolean isBehind(long offset, AssignedPartition partition, Consumer<?, ?> consumer) {
        try {
            return offset < consumer.position(partition.partition(), Duration.ZERO);
        } catch (TimeoutException e) {
            return false; // not known while the client finds a new leader; asked again at the next poll
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, AssignedPartition partition) {
        partition.progress().take(record.offset(), record.value() == null ? 0 : record.value().length);
        partition.waiting().add(new Admission(record, partition, surroundings));
    }

    private List<Admission> nextSuspect() {
        for (AssignedPartition partition : inFlight.partitions()) {
            for (Admission admission : partition.waiting()) {
                if (partition.journal().isSuspect(admission.offset())) {
                    partition.waiting().remove(admission);
                    partition.journal().beginAlone(admission.offset());
                    partition.progress().start(admission.offset(), settings.reservedResultBytes());
                    return List.of(admission);
                }
            }
        }
        return List.of();
    }

    private void begin(Admission admission) {
        admission.assignment().waiting().remove(admission);
        admission.assignment().progress().start(admission.offset(), settings.reservedResultBytes());
    }

    private Set<Lane> waitingLanes() {
        Set<Lane> lanes = EnumSet.noneOf(Lane.class);
        for (AssignedPartition partition : inFlight.partitions()) {
            if (!partition.waiting().isEmpty()) {
                lanes.add(partition.lane());
            }
        }
        return lanes;
    }

    private Admission oldest(Lane lane) {
        return inFlight.partitions().stream()
                .filter(partition ->
                        partition.lane() == lane && !partition.waiting().isEmpty())
                .map(partition -> partition.waiting().element())
                .min(Comparator.comparingLong(admission -> admission.record().timestamp()))
                .orElseThrow();
    }

    private static Instant due(ConsumerRecord<byte[], byte[]> record, AssignedPartition partition) {
        return partition
                .retry()
                .map(retry -> Instant.ofEpochMilli(record.timestamp()).plus(retry.delay()))
                .orElse(Instant.MIN);
    }
}
