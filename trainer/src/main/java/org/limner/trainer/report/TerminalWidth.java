package org.limner.trainer.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of the terminal that this program was started in, asked anew now and then, since windows change.
 *
 * <p>By {@code stty}, where there is one. A terminal library would know as well, but the one our progress bar comes with takes
 * SIGINT for itself and gives it to nobody: Ctrl-C then ends a training at once, without a checkpoint.
 */
final class TerminalWidth {
    private static final int UNKNOWN = 80;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PATIENCE_MILLISECONDS = 500;
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*"); // rows, columns

    private int columns = UNKNOWN;
    private long askedNanos;
    private boolean asked;

    int columns() {
        if (!asked || System.nanoTime() - askedNanos > FRESH_NANOS) {
            columns = ask();
            asked = true;
            askedNanos = System.nanoTime();
        }
        return columns;
    }

    private static int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return UNKNOWN;
            }
            return parsed(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException noStty) {
            return UNKNOWN; // a bar of the usual width serves where the true one cannot be had
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }

    /** Some terminals say 0 when they do not know. */
    static int parsed(String size) {
        Matcher matcher = SIZE.matcher(size);
        return matcher.matches() && !matcher.group(1).equals("0") ? Integer.parseInt(matcher.group(1)) : UNKNOWN;
    }
}
