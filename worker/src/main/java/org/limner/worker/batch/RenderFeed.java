package org.limner.worker.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.limner.worker.batch.BatchAssembler.Batch;
import org.limner.worker.bundle.ModelBundle;

/**
 * Where render threads fetch their batches. A thread that has ended a run assembles the next batch itself from whatever is
 * there by then: no other thread stands between two runs, and a batch is not closed before somebody can render it.
 */
final class RenderFeed implements AutoCloseable {
    private final BatchAssembler<ModelBundle, RenderTask> assembler;
    private final int concurrentRuns;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ModelBundle, Integer> idle = new HashMap<>(); // threads that wait, where there are any
    private int running;
    private boolean closed;

    /** @param concurrentRuns batches that are out at the same time, at least 1 */
    RenderFeed(BatchAssembler<ModelBundle, RenderTask> assembler, int concurrentRuns) {
        if (concurrentRuns < 1) {
            throw new IllegalArgumentException("concurrent runs must be at least 1 but are " + concurrentRuns);
        }
        this.assembler = assembler;
        this.concurrentRuns = concurrentRuns;
    }

    /** Takes a job whose images are to be rendered. */
    void add(RenderTask task) {
        locked(() -> assembler.add(task.job().bundle(), task, task.job().mask(), task.images()));
    }

    /** From now on no job waits for company. */
    void hurry() {
        locked(assembler::hurry);
    }

    /** A batch that {@link #take} gave has been rendered. */
    void ended() {
        locked(() -> running--);
    }

    /** No more batches: {@link #take} gives none, also to those who are waiting. */
    @Override
    public void close() {
        locked(() -> closed = true);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a batch of {@code bundle}; empty when the feed is closed. Among the bundles of all who wait, the one whose
     * turn it is comes first.
     */
    Optional<Batch<ModelBundle, RenderTask>> take(ModelBundle bundle) throws InterruptedException {
        lock.lock();
        try {
            idle.merge(bundle, 1, Integer::sum);
            try {
                while (!closed) {
                    if (hasTurn(bundle)) {
                        return Optional.of(take(assembler.take(bundle)));
                    }
                    await(bundle);
                }
                return Optional.empty();
            } finally {
                idle.computeIfPresent(bundle, (b, threads) -> threads == 1 ? null : threads - 1);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasTurn(ModelBundle bundle) {
        return running < concurrentRuns
                && assembler.turn(idle::containsKey).filter(bundle::equals).isPresent();
    }

    private Batch<ModelBundle, RenderTask> take(Batch<ModelBundle, RenderTask> batch) {
        running++;
        changed.signalAll(); // the turn is another bundle's now
        new BatchAssembledEvent(batch.bundle().reference(), batch.images(), assembler.images()).commit();
        return batch;
    }

    /** Until something changes or the bundle's oldest job has waited long enough for company. */
    private void await(ModelBundle bundle) throws InterruptedException {
        OptionalLong due = assembler.nanosUntilDue(bundle);
        if (due.isPresent() && due.getAsLong() > 0) {
            changed.await(due.getAsLong(), TimeUnit.NANOSECONDS);
        } else {
            changed.await();
        }
    }
}
