package org.limner.worker.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.codec.CancellationCodec;
import org.limner.schemas.job.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what every worker must know before it takes a job: which jobs were cancelled, all the time, and which were taken
 * before, when a partition is assigned.
 *
 * <p>A thread and a consumer of its own, so that the poll thread need not wait. After an error both topics are read again
 * from the beginning.
 */
final class JobHistory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobHistory.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaClients clients;
    private final TopicNames topics;
    private final Cancellations cancellations;
    private final Duration retryDelay;
    private final InstantSource clock;
    private final CancellationCodec codec = new CancellationCodec();
    private final ConcurrentLinkedQueue<AssignedPartition> requests = new ConcurrentLinkedQueue<>();
    private final Map<TopicPartition, Load> loads = new HashMap<>();
    private final Thread thread = new Thread(this::run, "history");
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile boolean closed;
    private boolean cancellationsKnown;

    /**
     * @param cancellations filled by this thread
     * @param retryDelay    between two attempts to read
     */
    JobHistory(
            KafkaClients clients,
            TopicNames topics,
            Cancellations cancellations,
            Duration retryDelay,
            InstantSource clock) {
        this.clients = clients;
        this.topics = topics;
        this.cancellations = cancellations;
        this.retryDelay = retryDelay;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Begins to read, unless it has begun. */
    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /**
     * Reads what is known of a partition's jobs, then says so by {@link AssignedPartition#historyKnown}. To be asked when
     * the committed offset is known: by then every record that belongs to it is on its topic, and later ones are ours.
     */
    void load(AssignedPartition partition) {
        requests.add(partition);
        Consumer<byte[], byte[]> now = reading;
        if (now != null) {
            now.wakeup();
        }
    }

    /** Why nothing can be read at present. */
    Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> now = reading;
        if (now != null) {
            now.wakeup();
        }
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = clients.reader();
                    TopicDescriptions descriptions = clients.topics()) {
                follow(consumer, descriptions);
            } catch (RuntimeException | Error e) {
                // Whatever it is: without this thread no partition becomes ready.
                if (!closed) {
                    obstacle = Optional.of(topics.seen() + " and " + topics.cancellations() + " cannot be read: "
                            + (e.getMessage() == null ? e : e.getMessage()));
                    LOG.warn("Cancellations and seen jobs cannot be read; reason={}", e.getMessage(), e);
                    sleep();
                }
            } finally {
                reading = null;
                loads.values().forEach(load -> requests.addAll(load.partitions));
                loads.clear();
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer, TopicDescriptions descriptions) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topics.cancellations());
        if (partitions == null || partitions.isEmpty()) {
            throw new IllegalStateException("there is no topic " + topics.cancellations());
        }
        Set<TopicPartition> cancelling = partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
        consumer.assign(cancelling);
        consumer.seekToBeginning(cancelling);
        Map<TopicPartition, Long> ends = descriptions.ends(cancelling);
        reading = consumer;
        while (!closed) {
            try {
                beginLoads(consumer, descriptions, cancelling);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
                obstacle = Optional.empty();
                cancellationsKnown = cancellationsKnown || isReached(consumer, ends);
                if (cancellationsKnown) {
                    endLoads(consumer, cancelling);
                }
            } catch (WakeupException e) {
                continue; // somebody asks, or the end has come
            }
        }
    }

    private void beginLoads(
            Consumer<byte[], byte[]> consumer, TopicDescriptions descriptions, Set<TopicPartition> cancelling) {
        Map<TopicPartition, List<AssignedPartition>> wanted = new HashMap<>();
        for (AssignedPartition next = requests.poll(); next != null; next = requests.poll()) {
            if (!next.ended()) {
                wanted.computeIfAbsent(seen(next), key -> new ArrayList<>()).add(next);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        // Those that share a partition with one that is being read begin again together with it.
        wanted.forEach((name, partitions) -> loads.merge(
                name, new Load(0, partitions), (before, now) -> new Load(0, join(before.partitions, partitions))));
        assign(consumer, cancelling);
        consumer.seekToBeginning(wanted.keySet());
        // With records of open transactions: one that our predecessor has begun ends before it counts as read.
        descriptions
                .ends(wanted.keySet())
                .forEach((name, end) -> loads.put(name, new Load(end, loads.get(name).partitions)));
    }

    private void endLoads(Consumer<byte[], byte[]> consumer, Set<TopicPartition> cancelling) {
        boolean ended = false;
        for (Iterator<Map.Entry<TopicPartition, Load>> all = loads.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<TopicPartition, Load> load = all.next();
            if (consumer.position(load.getKey()) >= load.getValue().end) {
                load.getValue().partitions.forEach(AssignedPartition::historyKnown);
                all.remove();
                ended = true;
            }
        }
        if (ended) {
            assign(consumer, cancelling);
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer, Set<TopicPartition> cancelling) {
        Set<TopicPartition> all = new HashSet<>(cancelling);
        all.addAll(loads.keySet());
        consumer.assign(all);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            LOG.warn("A record without a key is ignored; topic={} offset={}", record.topic(), record.offset());
        } else if (record.topic().equals(topics.cancellations())) {
            takeCancellation(record);
        } else {
            Load load = loads.get(new TopicPartition(record.topic(), record.partition()));
            if (load != null && record.value() != null && record.value().length == 32) {
                load.partitions.forEach(partition ->
                        partition.seen().load(record.key(), record.value(), record.timestamp(), clock.millis()));
            }
        }
    }

    private void takeCancellation(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                cancellations.remove(new JobId(new String(record.key(), java.nio.charset.StandardCharsets.UTF_8)));
                return;
            }
            Map<String, byte[]> headers = new HashMap<>();
            for (Header header : record.headers()) {
                headers.put(header.key(), header.value());
            }
            cancellations.add(codec.decode(headers, record.value()), record.timestamp());
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "A record that cancels nothing is ignored; partition={} offset={} reason={}",
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private TopicPartition seen(AssignedPartition jobs) {
        return new TopicPartition(topics.seen(), jobs.partition().partition());
    }

    private static boolean isReached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static List<AssignedPartition> join(List<AssignedPartition> some, List<AssignedPartition> others) {
        List<AssignedPartition> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private void sleep() {
        try {
            TimeUnit.NANOSECONDS.sleep(retryDelay.toNanos());
        } catch (InterruptedException e) {
            closed = true; // interrupted by close alone
        }
    }

    /**
     * A partition of seen jobs that is being read.
     *
     * @param end        where it is read to
     * @param partitions whose jobs are in it
     */
    private record Load(long end, List<AssignedPartition> partitions) {}
}
