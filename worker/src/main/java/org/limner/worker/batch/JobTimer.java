package org.limner.worker.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.limner.schemas.result.Timing;

/** Adds up where one job's time goes. Thread-safe: runs of several sessions add to it. */
final class JobTimer {
    private final Clock clock;
    private final Instant published;
    private final Duration queue;
    private Duration decode = Duration.ZERO;
    private Duration batching = Duration.ZERO;
    private Duration render = Duration.ZERO;
    private Duration encode = Duration.ZERO;

    /** Starts when the job is taken from its topic. */
    JobTimer(Instant published, Clock clock) {
        this.clock = clock;
        this.published = published;
        this.queue = sincePublished();
    }

    synchronized void decoded(Duration took) {
        decode = decode.plus(took);
    }

    synchronized void waited(Duration took) {
        batching = batching.plus(took);
    }

    synchronized void rendered(Duration took) {
        render = render.plus(took);
    }

    synchronized void encoded(Duration took) {
        encode = encode.plus(took);
    }

    /** How long the job had waited in its topic. */
    Duration queue() {
        return queue;
    }

    /** The times so far; the total runs until now. */
    synchronized Timing timing() {
        return new Timing(
                millis(queue),
                millis(decode),
                millis(batching),
                millis(render),
                millis(encode),
                millis(sincePublished()));
    }

    /** Never negative: the publisher's clock may be ahead of this machine's. */
    private Duration sincePublished() {
        Duration since = Duration.between(published, clock.instant());
        return since.isNegative() ? Duration.ZERO : since;
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e4) / 1e2; // to 10 microseconds
    }
}
