package org.limner.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a measurement gave, as a table for people or as one line of JSON. */
final class LoadReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoadPlan plan;
    private final int masks;
    private final int imagesPerJob;
    private final LoadTally tally;
    private final Optional<RendererTimes> renderers;

    /** @param renderers within the window */
    LoadReport(LoadPlan plan, LoadJobs jobs, LoadTally tally, Optional<RendererTimes> renderers) {
        this.plan = plan;
        this.masks = jobs.masks();
        this.imagesPerJob = jobs.imagesPerJob();
        this.tally = tally;
        this.renderers = renderers;
    }

    boolean allSucceeded() {
        return tally.failures().isEmpty();
    }

    private int failed() {
        return tally.failures().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Images a second that the window's jobs asked for. */
    private double offered() {
        return tally.jobs() * imagesPerJob / (plan.window().toMillis() / 1000.0);
    }

    /** Each line ends with a line feed. */
    String forPeople() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "offered    %.2f images/s: %d jobs of %d images in %d s, %d masks, rate %s",
                offered(),
                tally.jobs(),
                imagesPerJob,
                plan.window().toSeconds(),
                masks,
                plan.rate());
        line(
                text,
                "achieved   %s images/s, %s images in a batch",
                number(tally.imagesPerSecond()),
                number(tally.batchSize()));
        line(text, "failed     %d jobs%s", failed(), allSucceeded() ? "" : " " + tally.failures());
        tally.firstFailure().ifPresent(sentence -> line(text, "           %s", sentence));
        renderers.ifPresent(times -> line(
                text,
                "renderers  idle %s %% of the time with jobs in the pipeline (busy %.2f s, idle %.2f s)",
                number(100 * times.idleShare()),
                times.busySeconds(),
                times.idleSeconds()));
        Map<String, Percentiles> stages = tally.percentiles();
        if (!stages.isEmpty()) {
            line(text, "%n%-12s %9s %9s %9s %9s", "ms", "p50", "p90", "p99", "max");
            stages.forEach((stage, times) -> line(
                    text, "%-12s %9.1f %9.1f %9.1f %9.1f", stage, times.p50(), times.p90(), times.p99(), times.max()));
        }
        return text.toString();
    }

    /** Without a line feed. What could not be measured is null. */
    String asJson() {
        ObjectNode line = JSON.createObjectNode();
        line.put("rate", plan.rate().toString());
        line.put("seconds", plan.window().toSeconds());
        line.put("masks", masks);
        line.put("images_per_job", imagesPerJob);
        line.put("jobs", tally.jobs());
        line.put("offered_images_per_s", rounded(offered()));
        line.put("achieved_images_per_s", rounded(tally.imagesPerSecond()));
        line.put("batch_size", rounded(tally.batchSize()));
        line.put(
                "renderer_idle_share",
                rounded(renderers.map(RendererTimes::idleShare).orElse(Double.NaN)));
        line.put(
                "renderer_busy_s",
                rounded(renderers.map(RendererTimes::busySeconds).orElse(Double.NaN)));
        line.put(
                "renderer_idle_s",
                rounded(renderers.map(RendererTimes::idleSeconds).orElse(Double.NaN)));
        line.put("failed", failed());
        ObjectNode failures = line.putObject("failures");
        tally.failures().forEach(failures::put);
        ObjectNode milliseconds = line.putObject("ms");
        tally.percentiles().forEach((stage, times) -> milliseconds
                .putObject(stage.replace(' ', '_'))
                .put("p50", rounded(times.p50()))
                .put("p90", rounded(times.p90()))
                .put("p99", rounded(times.p99()))
                .put("max", rounded(times.max())));
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static Double rounded(double value) {
        return Double.isNaN(value) ? null : Math.round(value * 1e4) / 1e4;
    }
}
