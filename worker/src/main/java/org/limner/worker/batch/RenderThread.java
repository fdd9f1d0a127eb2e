package org.limner.worker.batch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.limner.worker.batch.BatchAssembler.Batch;
import org.limner.worker.batch.BatchAssembler.Share;
import org.limner.worker.bundle.ModelBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders batches of one bundle in one of its sessions, one after the other, until the feed is closed. A thread of its own,
 * so that bundles do not wait for each other's isolation of a failing job.
 */
final class RenderThread {
    private static final Logger LOG = LoggerFactory.getLogger(RenderThread.class);

    private final ModelBundle bundle;
    private final RenderFeed feed;
    private final BatchRun batchRun;
    private final Consumer<String> stopped;
    private final LongSupplier nanoTime;
    private volatile Optional<Long> runningSince = Optional.empty();
    private volatile Optional<Throwable> death = Optional.empty();

    private RenderThread(
            ModelBundle bundle, RenderFeed feed, BatchRun batchRun, Consumer<String> stopped, LongSupplier nanoTime) {
        this.bundle = bundle;
        this.feed = feed;
        this.batchRun = batchRun;
        this.stopped = stopped;
        this.nanoTime = nanoTime;
    }

    /** @param stopped hears why jobs are left without an outcome, or that the thread died */
    static RenderThread start(
            ModelBundle bundle,
            RenderFeed feed,
            BatchRun batchRun,
            Consumer<String> stopped,
            LongSupplier nanoTime,
            ThreadFactory threads) {
        RenderThread renderer = new RenderThread(bundle, feed, batchRun, stopped, nanoTime);
        threads.newThread(renderer::render).start();
        return renderer;
    }

    /** Why nothing comes from it any more: a batch takes longer than {@code limit}, or the thread died. */
    Optional<String> trouble(Duration limit) {
        if (death.isPresent()) {
            return Optional.of(bundle.reference() + " has lost a renderer: " + death.get());
        }
        return runningSince
                .map(since -> Duration.ofNanos(nanoTime.getAsLong() - since))
                .filter(running -> running.compareTo(limit) > 0)
                .map(running -> bundle.reference() + " has been rendering one batch for " + running.toSeconds()
                        + " s, the limit is " + limit.toSeconds() + " s");
    }

    private void render() {
        try {
            Optional<Batch<ModelBundle, RenderTask>> batch = feed.take(bundle);
            while (batch.isPresent()) {
                render(batch.get().shares());
                batch = feed.take(bundle);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            death = Optional.of(e);
            stopped.accept(bundle.reference() + " has lost a renderer: " + e);
            LOG.error("A renderer ended unexpectedly; model={}", bundle.reference(), e);
        }
    }

    private void render(List<Share<RenderTask>> shares) {
        runningSince = Optional.of(nanoTime.getAsLong());
        try {
            batchRun.run(shares);
        } catch (RuntimeException | Error e) {
            LOG.error("A batch ended unexpectedly; model={}", bundle.reference(), e);
            batchRun.endAll(shares, e); // what it throws ends the thread, and with it the process
        } finally {
            runningSince = Optional.empty();
            feed.ended();
        }
    }
}
