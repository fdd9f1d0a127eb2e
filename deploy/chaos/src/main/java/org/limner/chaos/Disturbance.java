package org.limner.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.limner.chaos.audit.Takeovers;
import org.limner.chaos.process.WorkerProcess;

/** Makes faults in an order and at times that a seed decides. */
final class Disturbance implements AutoCloseable {
    private static final String GROUP = "limner-workers";
    private static final long ADMIN_SECONDS = 5;
    private static final Duration VISITOR_DRAIN_LIMIT = Duration.ofSeconds(75);
    private static final int LONGEST_ABSENCE_MILLISECONDS = 4_000;

    private final Cluster cluster;
    private final ChaosSettings settings;
    private final Takeovers takeovers;
    private final Random random;
    private final Admin admin;
    private final List<Thread> departures = new ArrayList<>();

    Disturbance(Cluster cluster, ChaosSettings settings, Takeovers takeovers) {
        this.cluster = cluster;
        this.settings = settings;
        this.takeovers = takeovers;
        this.random = new Random(~settings.seed());
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
    }

    private enum Kind {
        KILL,
        TERM,
        STOP,
        JOIN,
        BROKER_RESTART,
        STORE_OUTAGE
    }

    /** Makes all faults of the settings, with rests between them. */
    void run() throws InterruptedException {
        List<Kind> kinds = new ArrayList<>();
        kinds.addAll(Collections.nCopies(settings.faults().kills(), Kind.KILL));
        kinds.addAll(Collections.nCopies(settings.faults().terms(), Kind.TERM));
        kinds.addAll(Collections.nCopies(settings.faults().stops(), Kind.STOP));
        kinds.addAll(Collections.nCopies(settings.faults().joins(), Kind.JOIN));
        kinds.addAll(Collections.nCopies(settings.faults().brokerRestarts(), Kind.BROKER_RESTART));
        kinds.addAll(Collections.nCopies(settings.faults().storeOutages(), Kind.STORE_OUTAGE));
        Collections.shuffle(kinds, random);
        long began = System.nanoTime();
        for (Kind kind : kinds) {
            rest();
            takeovers.fault();
            System.out.printf("%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, make(kind));
        }
    }

    private void rest() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(
                (long) (2 * random.nextDouble() * settings.faultInterval().toNanos()));
    }

    private String make(Kind kind) throws InterruptedException {
        List<WorkerProcess> workers = cluster.workers();
        WorkerProcess victim = workers.get(random.nextInt(workers.size()));
        switch (kind) {
            case KILL -> {
                return kill(victim);
            }
            case TERM -> {
                victim.terminate();
                return "SIGTERM to " + victim.id();
            }
            case STOP -> {
                victim.stopFor(settings.stop());
                return "SIGSTOP to " + victim.id() + " for " + settings.stop().toSeconds() + " s";
            }
            case JOIN -> {
                WorkerProcess visitor = cluster.visit();
                Duration stay = settings.sessionTimeout().plusMillis(random.nextInt(10_000));
                leaveAfter(visitor, stay);
                return visitor.id() + " joins for " + stay.toSeconds() + " s";
            }
            case STORE_OUTAGE -> {
                Duration absence = Duration.ofMillis(random.nextInt(LONGEST_ABSENCE_MILLISECONDS));
                cluster.storeOutage(absence);
                return "store away for " + absence.toMillis() + " ms";
            }
            default -> {
                boolean gently = random.nextBoolean();
                Duration absence = Duration.ofMillis(random.nextInt(LONGEST_ABSENCE_MILLISECONDS));
                cluster.broker().restart(gently, absence);
                return "broker restarted after " + (gently ? "SIGTERM" : "SIGKILL") + " and " + absence.toMillis()
                        + " ms";
            }
        }
    }

    private String kill(WorkerProcess victim) throws InterruptedException {
        Set<Integer> partitions = partitionsOf(victim);
        victim.kill();
        takeovers.killed(System.currentTimeMillis(), partitions);
        return "SIGKILL to " + victim.id() + ", which had " + partitions.size() + " partitions";
    }

    /** By what the group's coordinator says; none when it says nothing in time. */
    private Set<Integer> partitionsOf(WorkerProcess worker) throws InterruptedException {
        try {
            String client = "limner-" + worker.id() + "-consumer";
            return admin
                    .describeConsumerGroups(List.of(GROUP))
                    .describedGroups()
                    .get(GROUP)
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS)
                    .members()
                    .stream()
                    .filter(member -> member.clientId().equals(client))
                    .map(MemberDescription::assignment)
                    .flatMap(assignment -> assignment.topicPartitions().stream())
                    .map(TopicPartition::partition)
                    .collect(Collectors.toSet());
        } catch (ExecutionException | TimeoutException e) {
            return Set.of(); // the kill counts, its takeover is not measured
        }
    }

    private void leaveAfter(WorkerProcess visitor, Duration stay) {
        Thread departure = new Thread(
                () -> {
                    try {
                        TimeUnit.NANOSECONDS.sleep(stay.toNanos());
                        visitor.leave(VISITOR_DRAIN_LIMIT);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the run is over and ends it
                    }
                },
                "leave-" + visitor.id());
        departure.setDaemon(true);
        departure.start();
        departures.add(departure);
    }

    @Override
    public void close() {
        departures.forEach(Thread::interrupt);
        admin.close(Duration.ofSeconds(ADMIN_SECONDS));
    }
}
