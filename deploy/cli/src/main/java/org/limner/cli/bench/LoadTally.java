package org.limner.cli.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.limner.cli.output.ResultTable;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;

/**
 * What came back. Jobs that were due within the window are measured, whenever they are answered; images count that arrived
 * within the window, whenever they were due. Instants are of {@link System#nanoTime()}.
 */
final class LoadTally {
    private final long from;
    private final long to;
    private final Map<String, List<Double>> milliseconds = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Deque<Burst> bursts = new ArrayDeque<>();
    private Optional<String> firstFailure = Optional.empty();
    private OptionalLong firstArrival = OptionalLong.empty();
    private OptionalLong lastArrival = OptionalLong.empty();
    private long imagesAfterFirst;
    private OptionalLong lastAnswer = OptionalLong.empty();
    private int answers;
    private int measuredJobs;
    private long measuredBatches;
    private int measuredSuccesses;

    private record Burst(long instant, int images) {}

    /** @param from the window's first instant; {@code to} is the first one behind it */
    LoadTally(long from, long to) {
        this.from = from;
        this.to = to;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    /** @param due when the job should have been published */
    void answered(RenderResult result, long due, long now) {
        answers++;
        lastAnswer = OptionalLong.of(now);
        int images = result.images().size();
        bursts.addLast(new Burst(now, images));
        if (isWithin(now)) {
            arrived(images, now);
        }
        if (isWithin(due)) {
            measuredJobs++;
            if (result.status() == ResultStatus.SUCCEEDED) {
                succeeded(result, (now - due) / 1e6);
            } else {
                failed(result);
            }
        }
    }

    private boolean isWithin(long instant) {
        return instant - from >= 0 && instant - to < 0;
    }

    /** What comes with the first arrival was rendered before it, in a time that is not known. */
    private void arrived(int images, long now) {
        if (firstArrival.isEmpty()) {
            firstArrival = OptionalLong.of(now);
        }
        if (now != firstArrival.getAsLong()) {
            imagesAfterFirst += images;
        }
        lastArrival = OptionalLong.of(now);
    }

    private void succeeded(RenderResult result, double endToEnd) {
        Timing timing = result.timing();
        add("end to end", endToEnd);
        add("queue", timing.queue());
        add("decode", timing.decode());
        add("batching", timing.batching());
        add("render", timing.render());
        add("encode", timing.encode());
        // From the complete result to here: waiting for the partition's earlier jobs, the transaction, the way back.
        add("delivery", Math.max(0, endToEnd - timing.total()));
        measuredSuccesses++;
        measuredBatches += result.provenance().map(by -> by.batchSize()).orElse(0);
    }

    private void add(String stage, double value) {
        milliseconds.computeIfAbsent(stage, name -> new ArrayList<>()).add(value);
    }

    private void failed(RenderResult result) {
        String code = result.error()
                .map(error -> error.code().name())
                .orElse(result.status().name());
        failures.merge(code, 1, Integer::sum);
        if (firstFailure.isEmpty()) {
            firstFailure = Optional.of(result.job() + ": "
                    + result.error()
                            .map(ResultTable::sentence)
                            .orElse(result.status().name()));
        }
    }

    /** Images that arrived at {@code instant} or later. To be asked with later and later instants. */
    long imagesSince(long instant) {
        while (!bursts.isEmpty() && bursts.getFirst().instant - instant < 0) {
            bursts.removeFirst();
        }
        return bursts.stream().mapToLong(Burst::images).sum();
    }

    /** Results, of jobs in the window or not. */
    int answers() {
        return answers;
    }

    OptionalLong lastAnswer() {
        return lastAnswer;
    }

    /** Jobs that were due within the window. */
    int jobs() {
        return measuredJobs;
    }

    /** Between the first and the last arrival within the window; NaN when nothing came between. */
    double imagesPerSecond() {
        if (firstArrival.isEmpty() || imagesAfterFirst == 0) {
            return Double.NaN;
        }
        return imagesAfterFirst / ((lastArrival.getAsLong() - firstArrival.getAsLong()) / 1e9);
    }

    /** Images in the run that rendered a job's first one, on average over jobs; NaN without any. */
    double batchSize() {
        return (double) measuredBatches / measuredSuccesses;
    }

    /** By error code, of the window's jobs. */
    Map<String, Integer> failures() {
        return failures;
    }

    Optional<String> firstFailure() {
        return firstFailure;
    }

    /** By stage, in the order a job goes through them, of the window's jobs that succeeded. */
    Map<String, Percentiles> percentiles() {
        Map<String, Percentiles> percentiles = new LinkedHashMap<>();
        milliseconds.forEach((stage, values) -> percentiles.put(stage, Percentiles.of(values)));
        return percentiles;
    }
}
