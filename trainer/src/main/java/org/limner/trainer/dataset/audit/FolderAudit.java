package org.limner.trainer.dataset.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.LabelFormat;

/**
 * Looks through the files of a data set in several threads.
 *
 * @param format  of the label files
 * @param framing that every picture must be able to go through; null: none in particular
 * @param threads that decode
 */
public record FolderAudit(LabelFormat format, @Nullable Framing framing, int threads) {
    private static final int PAIRS_PER_TASK = 16; // a task is some milliseconds, not some microseconds

    /**
     * @param depth at how much of a pair
     * @param most  pairs that are looked at as deep, at even distances; the others for their sizes alone
     */
    public AuditReport of(FolderFiles files, Depth depth, int most) {
        PairInspector inspector = new PairInspector(files.classes(), format);
        int size = files.pairs().size();
        int looked = Math.min(most, size);
        List<Depth> depths = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            // The i-th is one of the chosen when the count of chosen ones steps up at it.
            boolean chosen = (long) (i + 1) * looked / size > (long) i * looked / size;
            depths.add(chosen ? depth : Depth.SIZES);
        }
        AuditTally tally = new AuditTally(files, framing);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<PairFindings>>> tasks = new ArrayList<>();
            for (int from = 0; from < size; from += PAIRS_PER_TASK) {
                int begin = from;
                int end = Math.min(size, from + PAIRS_PER_TASK);
                tasks.add(pool.submit(() -> {
                    List<PairFindings> findings = new ArrayList<>();
                    for (int i = begin; i < end; i++) {
                        findings.add(inspector.look(files.pairs().get(i), depths.get(i)));
                    }
                    return findings;
                }));
            }
            for (Future<List<PairFindings>> task : tasks) { // in their order, so that a report is always the same
                task.get().forEach(tally::add);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an audit failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at " + files.name(), e);
        } finally {
            pool.shutdownNow();
        }
        return tally.report(depth, looked);
    }
}
