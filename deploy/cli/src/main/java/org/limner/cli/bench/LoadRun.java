package org.limner.cli.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import org.limner.cli.kafka.Arrival;
import org.limner.cli.kafka.ArrivalReader;
import org.limner.cli.kafka.JobPublisher;
import org.limner.cli.kafka.KafkaOptions;
import org.limner.cli.kafka.Lane;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.RenderJob;

/**
 * One measurement. A thread of its own publishes, so that nothing the worker or this program does holds up a job that is
 * due; should one be late all the same, its time counts from when it was due (no coordinated omission).
 */
final class LoadRun {
    /**
     * At rate {@code max}, at least so many images are without an answer, and as many as the worker gives in
     * {@link #BACKLOG}. Four times what two sessions render at once: a result may wait for its partition's earlier jobs,
     * and what waits so is no work for a renderer (measured with 32: two sessions idle for 4 % of the time).
     */
    private static final int FEWEST_WAITING = 64;

    private static final Duration BACKLOG = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final KafkaOptions kafka;
    private final LoadJobs jobs;
    private final LoadPlan plan;
    private final long start = System.nanoTime();
    private final LoadTally tally;
    private final Map<JobId, Long> waiting = new ConcurrentHashMap<>(); // jobs and when they were due
    private volatile long wantedWaiting = FEWEST_WAITING;
    private volatile boolean stopped;
    private volatile @Nullable CommandFailedException refused;

    private LoadRun(KafkaOptions kafka, LoadJobs jobs, LoadPlan plan) {
        this.kafka = kafka;
        this.jobs = jobs;
        this.plan = plan;
        long from = start + plan.warmUp().toNanos();
        this.tally = new LoadTally(from, from + plan.window().toNanos());
    }

    /** Publishes, and collects until every job is answered; ends the verb with UNREACHABLE when answers stay away. */
    static LoadReport measure(KafkaOptions kafka, LoadJobs jobs, LoadPlan plan) {
        // The reader stands before the first job is published, or a fast worker's answer would be missed.
        try (ArrivalReader reader = ArrivalReader.fromNow(kafka, List.of(kafka.resultsTopic()));
                JobPublisher publisher = new JobPublisher(kafka, plan.patience())) {
            return new LoadRun(kafka, jobs, plan).measure(reader, publisher);
        }
    }

    private LoadReport measure(ArrivalReader reader, JobPublisher publisher) {
        Thread thread = new Thread(() -> publish(publisher), "publish");
        thread.setDaemon(true);
        thread.start();
        try {
            collectUntil(reader, tally.from());
            Optional<CompletableFuture<RendererTimes>> before = plan.metrics().map(LoadRun::read);
            collectUntil(reader, tally.to());
            Optional<CompletableFuture<RendererTimes>> after = plan.metrics().map(LoadRun::read);
            while (thread.isAlive() || !waiting.isEmpty()) {
                collect(reader, POLL);
            }
            return new LoadReport(plan, jobs, tally, before.map(reading -> after.orElseThrow()
                    .join()
                    .since(reading.join())));
        } catch (CompletionException e) {
            if (e.getCause() instanceof CommandFailedException failure) {
                throw failure;
            }
            throw e;
        } finally {
            stopped = true;
        }
    }

    /** Beside the collecting, which must not wait for it. */
    private static CompletableFuture<RendererTimes> read(URI metrics) {
        return CompletableFuture.supplyAsync(() -> RendererTimes.read(metrics));
    }

    private void publish(JobPublisher publisher) {
        try {
            long due = due(0);
            for (long number = 1; due - tally.to() < 0 && !stopped; number++) {
                RenderJob job = jobs.next();
                waiting.put(job.id(), due);
                publisher.send(job, Lane.NORMAL, failure -> refused = failure);
                due = due(number);
            }
        } catch (RuntimeException e) {
            refused = new CommandFailedException(ExitCode.UNREACHABLE, "publishing ended: " + e.getMessage(), e);
        }
    }

    /** Waits until job {@code number} is due, and says when that was. */
    private long due(long number) {
        if (plan.rate() instanceof LoadRate.PerSecond perSecond) {
            long due = start + perSecond.dueNanos(number);
            for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return due;
        }
        while ((long) waiting.size() * jobs.imagesPerJob() >= wantedWaiting
                && System.nanoTime() - tally.to() < 0
                && !stopped) {
            LockSupport.parkNanos(GLANCE_NANOS);
        }
        return System.nanoTime();
    }

    private void collectUntil(ArrivalReader reader, long instant) {
        for (long left = instant - System.nanoTime(); left > 0; left = instant - System.nanoTime()) {
            collect(reader, Duration.ofNanos(Math.min(left, POLL.toNanos())));
        }
    }

    private void collect(ArrivalReader reader, Duration limit) {
        List<Arrival> arrivals = reader.poll(limit);
        long now = System.nanoTime();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Arrival.Result answer) {
                Long due = waiting.remove(answer.result().job());
                if (due != null) {
                    tally.answered(answer.result(), due, now);
                }
            }
        }
        wantedWaiting = Math.max(FEWEST_WAITING, tally.imagesSince(now - BACKLOG.toNanos()));
        if (refused != null) {
            throw refused;
        }
        checkProgress(now);
    }

    private void checkProgress(long now) {
        if (waiting.isEmpty()) {
            return;
        }
        long oldest = now - Collections.min(waiting.values());
        long sinceAnswer = now - tally.lastAnswer().orElse(start);
        if (Math.min(oldest, sinceAnswer) > plan.patience().toNanos()) {
            throw new CommandFailedException(
                    ExitCode.UNREACHABLE,
                    ("no result came on %s at %s for %.1f s while %d jobs waited, after %d results;"
                                    + " is a worker running there?")
                            .formatted(
                                    kafka.resultsTopic(),
                                    kafka.bootstrapServers(),
                                    plan.patience().toMillis() / 1000.0,
                                    waiting.size(),
                                    tally.answers()));
        }
    }
}
