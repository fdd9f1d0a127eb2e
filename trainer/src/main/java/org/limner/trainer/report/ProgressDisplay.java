package org.limner.trainer.report;

import java.io.PrintStream;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows a person how the training goes. */
public interface ProgressDisplay extends AutoCloseable {
    void show(Report report);

    void say(String message);

    @Override
    void close();

    /** One line per report: for files and pipes. */
    static ProgressDisplay lines(PrintStream out) {
        return new ProgressDisplay() {
            @Override
            public void show(Report report) {
                out.printf(
                        "step %,d  epoch %d  %s  %.1f images/s  data wait %.0f %%  RSS %s  rate x %.2f  %s left%s%n",
                        report.step(),
                        report.epoch() + 1,
                        losses(report.losses()),
                        report.imagesPerSecond(),
                        100 * report.dataWait(),
                        memory(report.residentBytes()),
                        report.rateFactor(),
                        duration(report.remainingSeconds()),
                        broken(report));
            }

            @Override
            public void say(String message) {
                out.println(message);
            }

            @Override
            public void close() {
                out.flush();
            }
        };
    }

    /** A bar that moves: for terminals. */
    static ProgressDisplay bar() {
        int parts = 10_000; // of the whole training
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax(parts)
                .setRenderer(new ReportBar())
                .setConsumer(new ConsoleProgressBarConsumer(System.out) {
                    private final TerminalWidth width = new TerminalWidth();

                    @Override
                    public int getMaxRenderedLength() {
                        return width.columns();
                    }
                })
                .setUpdateIntervalMillis(500)
                .build();
        return new ProgressDisplay() {
            @Override
            public void show(Report report) {
                bar.stepTo((long) (parts * report.done()));
                bar.setExtraMessage("  %s left  %.1f images/s  wait %.0f %%  RSS %s  step %,d  %s%s"
                        .formatted(
                                duration(report.remainingSeconds()),
                                report.imagesPerSecond(),
                                100 * report.dataWait(),
                                memory(report.residentBytes()),
                                report.step(),
                                losses(report.losses()),
                                broken(report)));
            }

            @Override
            public void say(String message) {
                // The bar's own line is wiped first, and the bar draws itself anew on the next.
                System.out.println("\r\u001b[2K" + message);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    private static String losses(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(loss -> "%s %.3f".formatted(loss.getKey(), loss.getValue()))
                .collect(Collectors.joining("  "));
    }

    private static String memory(OptionalLong bytes) {
        return bytes.isPresent() ? "%.0f MiB".formatted(bytes.getAsLong() / (double) (1 << 20)) : "unknown";
    }

    private static String broken(Report report) {
        long count = report.brokenExamples().orElse(0);
        return count == 0 ? "" : "  %,d examples skipped".formatted(count);
    }

    private static String duration(double seconds) {
        long whole = Double.isFinite(seconds) ? Math.round(seconds) : 0;
        return whole >= 3600
                ? "%d:%02d h".formatted(whole / 3600, whole / 60 % 60)
                : "%d:%02d min".formatted(whole / 60, whole % 60);
    }
}
