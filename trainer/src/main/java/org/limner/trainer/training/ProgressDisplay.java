package org.limner.trainer.training;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

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
                        "step %,d  epoch %d  %s  %.1f images/s  data wait %.0f %%  rate x %.2f  %s left%n",
                        report.position().step(),
                        report.position().epoch() + 1,
                        Losses.toString(report.losses()),
                        report.imagesPerSecond(),
                        100 * report.dataWait(),
                        report.rateFactor(),
                        duration(report.remainingSeconds()));
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
                .hideEta() // ours knows the schedule
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                .setUpdateIntervalMillis(500)
                .build();
        return new ProgressDisplay() {
            @Override
            public void show(Report report) {
                bar.stepTo((long) (parts * report.done()));
                bar.setExtraMessage(" step %,d  %s  %.1f images/s  wait %.0f %%  %s left"
                        .formatted(
                                report.position().step(),
                                Losses.toString(report.losses()),
                                report.imagesPerSecond(),
                                100 * report.dataWait(),
                                duration(report.remainingSeconds())));
            }

            @Override
            public void say(String message) {
                System.out.println("\r" + message); // the bar draws itself anew on the next line
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    private static String duration(double seconds) {
        long whole = Double.isFinite(seconds) ? Math.round(seconds) : 0;
        return whole >= 3600
                ? "%d:%02d h".formatted(whole / 3600, whole / 60 % 60)
                : "%d:%02d min".formatted(whole / 60, whole % 60);
    }
}
