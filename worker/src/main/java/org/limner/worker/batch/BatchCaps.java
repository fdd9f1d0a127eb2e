package org.limner.worker.batch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers which batches did not fit into memory, so that the same failure is not paid for with every batch.
 *
 * <p>After a shortage a bundle's batches have half the images at most, counted apart for batches of one mask, whose memory
 * is shared, and of several. Memory may come back (a neighbour on the device ended, another bundle's peak passed), so after
 * a quiet minute the cap doubles; that is a bet, whose loss costs one failed run. Each lost bet doubles the wait for the
 * next one, up to an hour: where memory is short for good, one run an hour fails. Thread-safe.
 */
final class BatchCaps<B> implements BatchLimits<B> {
    private static final Duration FIRST_QUIET = Duration.ofMinutes(1);
    private static final Duration LONGEST_QUIET = Duration.ofHours(1);

    private final int maxSize;
    private final LongSupplier nanoTime;
    private final Map<Kind<B>, Cap> caps = new HashMap<>();

    /**
     * @param maxSize  images where memory was never short, at least 1
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    BatchCaps(int maxSize, LongSupplier nanoTime) {
        if (maxSize < 1) {
            throw new IllegalArgumentException("a batch needs room for at least 1 image, not " + maxSize);
        }
        this.maxSize = maxSize;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized int images(B bundle, boolean severalMasks) {
        int ofOneMask = cap(new Kind<>(bundle, false));
        return severalMasks ? Math.min(ofOneMask, cap(new Kind<>(bundle, true))) : ofOneMask;
    }

    private int cap(Kind<B> kind) {
        Cap cap = caps.get(kind);
        if (cap == null) {
            return maxSize;
        }
        long now = nanoTime.getAsLong();
        if (now - cap.since >= cap.quiet.toNanos()) {
            if (cap.images >= maxSize) {
                caps.remove(kind); // the largest batches have fitted for as long
                return maxSize;
            }
            cap = new Cap(Math.min(maxSize, 2 * cap.images), now, cap.quiet, true);
            caps.put(kind, cap);
        }
        return cap.images;
    }

    /** A batch of {@code images}, more than one, did not fit. Says how many its bundle's batches have from now on. */
    synchronized int shortage(B bundle, boolean severalMasks, int images) {
        Kind<B> kind = new Kind<>(bundle, severalMasks);
        Cap before = caps.get(kind);
        Duration quiet = before == null ? FIRST_QUIET : before.quiet;
        if (before != null && before.bet) {
            quiet = quiet.multipliedBy(2).compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : quiet.multipliedBy(2);
        }
        int known = before == null ? maxSize : before.images;
        Cap after = new Cap(Math.min(known, images / 2), nanoTime.getAsLong(), quiet, false);
        caps.put(kind, after);
        return after.images;
    }

    private record Kind<B>(B bundle, boolean severalMasks) {}

    /**
     * @param since when it became what it is
     * @param quiet how long it stays so without another shortage
     * @param bet   whether it grew to this without proof that it fits
     */
    private record Cap(int images, long since, Duration quiet, boolean bet) {}
}
