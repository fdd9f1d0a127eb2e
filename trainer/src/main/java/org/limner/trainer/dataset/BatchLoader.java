package org.limner.trainer.dataset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the batches of the coming steps in the background, a few ahead, and hands them out in their order. Which batch
 * a step gets depends on seed and step alone, not on the threads.
 *
 * <p>{@link #next()} belongs to one thread. {@link #close()} ends the background threads.
 */
public final class BatchLoader implements AutoCloseable {
    private final Dataset dataset;
    private final Framing framing;
    private final EpochOrder order;
    private final boolean withEdges;
    private final ExecutorService threads;
    private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
    private long nextStep;
    private long shuffledEpoch = -1;
    private int[] shuffled = {};
    private long waitedNanos;

    /**
     * @param firstStep   0, or where a resumed run goes on
     * @param threadCount of the background
     * @param queueLength batches made ahead of their use; each holds {@code N x (4 or 5) x H x W} numbers of 4 bytes
     */
    public BatchLoader(
            Dataset dataset,
            Framing framing,
            EpochOrder order,
            boolean withEdges,
            long firstStep,
            int threadCount,
            int queueLength) {
        this.dataset = dataset;
        this.framing = framing;
        this.order = order;
        this.withEdges = withEdges;
        this.nextStep = firstStep;
        this.threads = Executors.newFixedThreadPool(threadCount, task -> {
            Thread thread = new Thread(task, "batch-loader");
            thread.setDaemon(true); // a failed run must not hang on them
            return thread;
        });
        for (int i = 0; i < queueLength; i++) {
            submit();
        }
    }

    /**
     * The next step's batch; waits when it is not ready.
     *
     * @throws DatasetException if an example could not be read
     */
    public Batch next() {
        long begin = System.nanoTime();
        try {
            Batch batch = ahead.remove().get();
            submit();
            return batch;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a batch could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        } finally {
            waitedNanos += System.nanoTime() - begin;
        }
    }

    /** How long {@link #next()} has waited in all. */
    public long waitedNanos() {
        return waitedNanos;
    }

    private void submit() {
        long step = nextStep++;
        long epoch = step / order.batchesPerEpoch();
        if (epoch != shuffledEpoch) {
            shuffled = order.shuffled(epoch);
            shuffledEpoch = epoch;
        }
        int[] indices = new int[order.batchSize()];
        int from = (int) (step % order.batchesPerEpoch()) * order.batchSize();
        System.arraycopy(shuffled, from, indices, 0, indices.length);
        ahead.add(threads.submit(() -> batch(epoch, indices)));
    }

    private Batch batch(long epoch, int[] indices) {
        List<Example> examples = new ArrayList<>(indices.length);
        for (int index : indices) {
            examples.add(framing.apply(dataset.example(index), dataset.classes(), order.random(epoch, index)));
        }
        return Batch.of(examples, withEdges);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
