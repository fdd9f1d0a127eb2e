package org.limner.chaos;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.limner.chaos.audit.Audit;
import org.limner.chaos.audit.Takeovers.Takeover;
import org.limner.chaos.job.JobKind;

/**
 * What a run did and what came of it.
 *
 * @param published how many records of which kind
 * @param exits     of all workers' processes, by exit code
 * @param deaths    of processes by killing jobs, over all of these
 * @param seconds   from the first job published to the last answer read
 */
record ChaosReport(
        FaultCounts faults,
        Map<JobKind, Long> published,
        Audit audit,
        List<Takeover> takeovers,
        Map<Integer, Integer> exits,
        long deaths,
        double seconds) {
    /** Enough of them to look into; a run that lost thousands would hide the numbers. */
    private static final int NAMED = 30;

    void print(PrintStream out) {
        out.printf(
                "faults      %d SIGKILL, %d SIGTERM, %d SIGSTOP, %d joined and left, %d broker restarts, %d store outages; processes ended"
                        + " by jobs: %d%n",
                faults.kills(),
                faults.terms(),
                faults.stops(),
                faults.joins(),
                faults.brokerRestarts(),
                faults.storeOutages(),
                deaths);
        out.println("published   " + words(published));
        out.println("answers     " + audit.outcomes());
        out.println("processes   ended "
                + exits.values().stream().mapToInt(Integer::intValue).sum() + " times, by exit code "
                + new TreeMap<>(exits));
        out.println("takeover    " + takeoverWords());
        out.printf(
                Locale.ROOT,
                "result      %d jobs, %d answers, %d lost, %d duplicated, %d wrong, %.1f s%n",
                audit.jobs(),
                audit.results(),
                audit.lost().size(),
                audit.duplicated().size(),
                audit.wrong().size(),
                seconds);
        name(out, "lost", audit.lost());
        name(out, "duplicated", audit.duplicated());
        name(out, "wrong", audit.wrong());
    }

    /** For programs, in one line. */
    String json() {
        return String.format(
                Locale.ROOT,
                "{\"jobs\":%d,\"results\":%d,\"lost\":%d,\"duplicated\":%d,\"wrong\":%d,\"seconds\":%.1f}",
                audit.jobs(),
                audit.results(),
                audit.lost().size(),
                audit.duplicated().size(),
                audit.wrong().size(),
                seconds);
    }

    private static String words(Map<JobKind, Long> published) {
        StringBuilder words = new StringBuilder();
        new TreeMap<>(published).forEach((kind, count) -> words.append(words.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(kind.words()));
        return words.toString();
    }

    private String takeoverWords() {
        if (takeovers.isEmpty()) {
            return "none measured: no worker was killed that had partitions";
        }
        return worst("undisturbed by other faults", true) + "; " + worst("of all", false);
    }

    private String worst(String which, boolean undisturbedAlone) {
        List<Double> seconds = takeovers.stream()
                .filter(takeover -> takeover.undisturbed() || !undisturbedAlone)
                .map(Takeover::seconds)
                .sorted()
                .toList();
        return seconds.isEmpty()
                ? "0 " + which
                : String.format(
                        Locale.ROOT,
                        "%d %s: median %.1f s, longest %.1f s",
                        seconds.size(),
                        which,
                        seconds.get(seconds.size() / 2),
                        seconds.get(seconds.size() - 1));
    }

    private static void name(PrintStream out, String what, List<String> jobs) {
        for (String job : jobs.subList(0, Math.min(NAMED, jobs.size()))) {
            out.println(what + ": " + job);
        }
        if (jobs.size() > NAMED) {
            out.println(what + ": and " + (jobs.size() - NAMED) + " more");
        }
    }
}
