package org.limner.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.report.Report;
import org.limner.trainer.report.ResidentMemory;

/** Adds steps up to reports. */
final class Meter {
    private static final double SMOOTHING = 0.99; // a step counts for about the next hundred

    private final Schedule schedule;
    private final Position start;
    private final TrainingOptions.Optimizer optimizer;
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>(); // not every step has every loss
    private final Map<String, Double> smoothed = new LinkedHashMap<>();
    private Position lastReport;
    private long waitedAtLastReport;
    private double lastRateFactor;

    /**
     * @param start     where this process began to train
     * @param smoothed  a checkpoint's losses to go on from, or none
     * @param optimizer how many examples a step has, and how fast it learns
     */
    Meter(Schedule schedule, Position start, Map<String, Double> smoothed, TrainingOptions.Optimizer optimizer) {
        this.schedule = schedule;
        this.start = start;
        this.optimizer = optimizer;
        this.lastReport = start;
        this.smoothed.putAll(smoothed);
    }

    /** {@code rateFactor}: what the step took of the learning rate. */
    void add(Losses losses, double rateFactor) {
        lastRateFactor = rateFactor;
        losses.values().forEach((name, loss) -> {
            counts.merge(name, 1L, Long::sum);
            sums.merge(name, loss, Double::sum);
            smoothed.merge(name, loss, (old, now) -> SMOOTHING * old + (1 - SMOOTHING) * now);
        });
    }

    double secondsSinceReport(Position now) {
        return now.seconds() - lastReport.seconds();
    }

    /** Smoothed over about a hundred steps, by name. */
    Map<String, Double> smoothed() {
        return Map.copyOf(smoothed);
    }

    /**
     * Everything since the last report; at least one step.
     *
     * @param waitedNanos for data since this process began
     * @param broken      examples that were skipped since then, where somebody counts them
     */
    Report report(Position now, long waitedNanos, OptionalLong broken) {
        long steps = now.step() - lastReport.step();
        double seconds = secondsSinceReport(now);
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / counts.get(name)));
        double doneHere = schedule.done(now) - schedule.done(start);
        Report report = new Report(
                now.step(),
                now.epoch(),
                now.seconds(),
                schedule.done(now),
                means,
                lastRateFactor,
                optimizer.generatorRate(lastRateFactor),
                optimizer.discriminatorRate(lastRateFactor),
                steps * optimizer.batchSize() / seconds,
                (waitedNanos - waitedAtLastReport) / 1e9 / seconds,
                ResidentMemory.now(),
                broken,
                (1 - schedule.done(now)) / doneHere * (now.seconds() - start.seconds()));
        sums.clear();
        counts.clear();
        lastReport = now;
        waitedAtLastReport = waitedNanos;
        return report;
    }
}
