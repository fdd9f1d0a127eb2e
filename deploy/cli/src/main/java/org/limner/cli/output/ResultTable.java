package org.limner.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;

/** Results as a table for people: job, status, images, and where the time went. */
public final class ResultTable {
    private static final List<String> HEAD = List.of("JOB", "STATUS", "IMAGES", "QUEUE ms", "RENDER ms", "TOTAL ms");

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    public void add(RenderResult result) {
        rows.add(List.of(
                result.job().value(),
                result.status().name(),
                String.valueOf(result.images().size()),
                milliseconds(result.timing().queue()),
                milliseconds(result.timing().render()),
                milliseconds(result.timing().total())));
        result.error().ifPresent(error -> errors.add(result.job() + ": " + sentence(error)));
    }

    /** A job nobody answered. */
    public void addUnanswered(String job) {
        rows.add(List.of(job, "NO ANSWER", "0", "-", "-", "-"));
    }

    /** The table, then a line for each error; each line ends with a line feed. */
    @Override
    public String toString() {
        int[] widths = new int[HEAD.size()];
        List<List<String>> all = new ArrayList<>(List.of(HEAD));
        all.addAll(rows);
        for (List<String> row : all) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            for (int column = 0; column < widths.length; column++) {
                boolean words = column < 2;
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - cell.length());
                text.append(column == 0 ? "" : "  ").append(words ? cell + padding : padding + cell);
            }
            text.append('\n');
        }
        errors.forEach(error -> text.append(error).append('\n'));
        return text.toString();
    }

    /** For example {@code LABEL_OUT_OF_RANGE at /mask: mask has label 34 ..}. */
    public static String sentence(JobError error) {
        String place = error.path().map(path -> " at " + path).orElse("");
        return error.code() + place + ": " + error.message();
    }

    static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
