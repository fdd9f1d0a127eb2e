package org.limner.trainer.report;

import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * One line of a terminal: how far the training is in words and as a bar, then as much of the report as there is room for.
 * The library's own line would spend that room on a count of parts that means nothing here.
 */
final class ReportBar implements ProgressBarRenderer {
    private static final int CELLS = 16;
    private static final String GREEN = "\u001b[32m"; // a colour that light and dark terminals both show
    private static final String PLAIN = "\u001b[0m";

    @Override
    public String render(ProgressState progress, int columns) {
        String start = "%5.1f %% ".formatted(100 * progress.getNormalizedProgress());
        int full = (int) Math.round(CELLS * progress.getNormalizedProgress());
        int room = Math.max(0, columns - start.length() - CELLS - 1); // writing into the last column would wrap
        String message = progress.getExtraMessage();
        return start
                + GREEN
                + "\u2501".repeat(full)
                + PLAIN
                + "\u2500".repeat(CELLS - full)
                + (message.length() <= room ? message : message.substring(0, room));
    }
}
