package org.limner.worker.batch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.limner.schemas.job.ModelReference;
import org.limner.worker.batch.BatchAssembler.Share;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one bundle's batches are run, one after the other. A thread of its own, so that bundles do not wait for each
 * other's isolation of a failing job.
 */
final class RenderThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RenderThread.class);

    private final ModelReference model;
    private final BatchRun batchRun;
    private final LongSupplier nanoTime;
    private final ExecutorService executor;
    private volatile Optional<Long> runningSince = Optional.empty();

    RenderThread(ModelReference model, BatchRun batchRun, LongSupplier nanoTime) {
        this.model = model;
        this.batchRun = batchRun;
        this.nanoTime = nanoTime;
        this.executor = Executors.newSingleThreadExecutor(NamedThreads.of("render-" + model));
    }

    ModelReference model() {
        return model;
    }

    /** Begins a batch; {@code afterwards} is called on the thread when it has ended, in whatever way. */
    void start(List<Share<RenderTask>> shares, Runnable afterwards) {
        executor.execute(() -> {
            runningSince = Optional.of(nanoTime.getAsLong());
            try {
                batchRun.run(shares);
            } catch (RuntimeException | Error e) {
                LOG.error("A batch ended unexpectedly; model={}", model, e);
            } finally {
                runningSince = Optional.empty();
                afterwards.run();
            }
        });
    }

    /** How long the batch that is being rendered has been at it; zero when idle. */
    Duration running() {
        return runningSince
                .map(since -> Duration.ofNanos(nanoTime.getAsLong() - since))
                .orElse(Duration.ZERO);
    }

    /** Lets a batch that is being rendered end by itself; waits for nothing. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
