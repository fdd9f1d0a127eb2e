package org.limner.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adds steps up to reports. */
final class Meter {
    private static final double SMOOTHING = 0.99; // a step counts for about the next hundred

    private final Schedule schedule;
    private final Position start;
    private final int batchSize;
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private final Map<String, Double> smoothed = new LinkedHashMap<>();
    private Position lastReport;
    private long waitedAtLastReport;

    /**
     * @param start     where this process began to train
     * @param smoothed  a checkpoint's losses to go on from, or none
     * @param batchSize examples per step
     */
    Meter(Schedule schedule, Position start, Map<String, Double> smoothed, int batchSize) {
        this.schedule = schedule;
        this.start = start;
        this.batchSize = batchSize;
        this.lastReport = start;
        this.smoothed.putAll(smoothed);
    }

    void add(Losses losses) {
        losses.values().forEach((name, loss) -> {
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
     */
    Report report(Position now, long waitedNanos) {
        long steps = now.step() - lastReport.step();
        double seconds = secondsSinceReport(now);
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / steps));
        double doneHere = schedule.done(now) - schedule.done(start);
        Report report = new Report(
                now,
                schedule.done(now),
                means,
                schedule.rateFactor(now),
                steps * batchSize / seconds,
                (waitedNanos - waitedAtLastReport) / 1e9 / seconds,
                (1 - schedule.done(now)) / doneHere * (now.seconds() - start.seconds()));
        sums.clear();
        lastReport = now;
        waitedAtLastReport = waitedNanos;
        return report;
    }
}
