package org.limner.worker.batch;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Adds up how long renderers worked, and how long they stood idle while there were jobs in the pipeline, whatever those
 * jobs were waiting for. Both grow by up to one second per second and renderer. Thread-safe.
 */
final class RendererTime {
    private final int renderers;
    private final LongSupplier nanoTime;
    private long since;
    private int jobs;
    private int running;
    private long busyNanos;
    private long idleNanos;

    /** @param renderers runs that can go on at the same time */
    RendererTime(int renderers, LongSupplier nanoTime) {
        this.renderers = renderers;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    synchronized void jobTaken() {
        addUp();
        jobs++;
    }

    /** The job has its outcome, or nobody wants it any more. */
    synchronized void jobLeft() {
        addUp();
        jobs--;
    }

    synchronized void runBegan() {
        addUp();
        running++;
    }

    synchronized void runEnded() {
        addUp();
        running--;
    }

    synchronized RendererUse use() {
        addUp();
        return new RendererUse(Duration.ofNanos(busyNanos), Duration.ofNanos(idleNanos));
    }

    private void addUp() {
        long now = nanoTime.getAsLong();
        busyNanos += running * (now - since);
        if (jobs > 0) {
            idleNanos += (renderers - running) * (now - since);
        }
        since = now;
    }
}
