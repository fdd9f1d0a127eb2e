package org.limner.worker.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Decides which images are rendered together.
 *
 * <p>A batch belongs to one bundle. It begins with the job that has waited longest, so no job starves, and is filled with
 * jobs of the same mask first, since a generator can share work between them, then by age. A job with more images than
 * fit is cut into chunks; the next one begins the bundle's next batch. Bundles take turns: one whose batch was just taken
 * comes last.
 *
 * <p>Not thread-safe; never waits.
 *
 * @param <B> identifies a bundle
 * @param <J> a job
 */
final class BatchAssembler<B, J> {
    private final BatchLimits<? super B> limits;
    private final long maxDelayNanos;
    private final LongSupplier nanoTime;
    private final Map<B, Queue<J>> turns = new LinkedHashMap<>(); // whose turn is next comes first
    private boolean hurrying;

    /**
     * @param limits   images in one batch
     * @param maxDelay how long a job waits for others to fill its batch
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    BatchAssembler(BatchLimits<? super B> limits, Duration maxDelay, LongSupplier nanoTime) {
        if (maxDelay.isNegative()) {
            throw new IllegalArgumentException("a batch cannot wait for " + maxDelay);
        }
        this.limits = limits;
        this.maxDelayNanos = maxDelay.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Adds a job.
     *
     * @param mask   equal for jobs of the same mask
     * @param images how many, at least 1
     */
    void add(B bundle, J job, Object mask, int images) {
        if (images < 1) {
            throw new IllegalArgumentException("a job needs at least 1 image but has " + images);
        }
        turns.computeIfAbsent(bundle, b -> new Queue<>())
                .add(new Waiting<>(job, mask, 0, images, nanoTime.getAsLong()));
    }

    /** From now on no job waits for company: there will be none. */
    void hurry() {
        hurrying = true;
    }

    /** The bundle whose turn it is among those that are {@code free} and have a batch that is due. */
    Optional<B> turn(Predicate<B> free) {
        return turns.keySet().stream()
                .filter(bundle -> free.test(bundle) && nanosUntilDue(bundle).getAsLong() <= 0)
                .findFirst();
    }

    /** A batch of {@code bundle}, due or not; its next turn comes after the others'. */
    Batch<B, J> take(B bundle) {
        Queue<J> queue = turns.remove(bundle);
        if (queue == null) {
            throw new IllegalArgumentException("nothing waits for " + bundle);
        }
        Batch<B, J> batch = new Batch<>(bundle, queue.take(limits.images(bundle, false), limits.images(bundle, true)));
        if (!queue.isEmpty()) {
            turns.put(bundle, queue);
        }
        return batch;
    }

    /** How long until a batch of {@code bundle} is due if no job is added: not positive when it is, empty for never. */
    OptionalLong nanosUntilDue(B bundle) {
        Queue<J> queue = turns.get(bundle);
        if (queue == null) {
            return OptionalLong.empty();
        }
        if (hurrying || queue.images >= limits.images(bundle, false)) {
            return OptionalLong.of(0);
        }
        return OptionalLong.of(queue.oldest().since + maxDelayNanos - nanoTime.getAsLong());
    }

    /** Images waiting. */
    int images() {
        return turns.values().stream().mapToInt(queue -> queue.images).sum();
    }

    /** Images of one bundle to be rendered together; shares of one mask are neighbours. */
    record Batch<B, J>(B bundle, List<Share<J>> shares) {
        Batch {
            shares = List.copyOf(shares);
        }

        int images() {
            return shares.stream().mapToInt(Share::images).sum();
        }
    }

    /** The images {@code from} (inclusive) to {@code to} (exclusive) of a job. */
    record Share<J>(J job, int from, int to) {
        int images() {
            return to - from;
        }
    }

    private record Waiting<J>(J job, Object mask, int next, int images, long since) {
        Waiting<J> from(int image) {
            return new Waiting<>(job, mask, image, images, since);
        }
    }

    /** The jobs of one bundle, oldest first. */
    private static final class Queue<J> {
        private final List<Waiting<J>> jobs = new ArrayList<>();
        private int images;

        void add(Waiting<J> job) {
            jobs.add(job);
            images += job.images;
        }

        Waiting<J> oldest() {
            return jobs.get(0);
        }

        boolean isEmpty() {
            return jobs.isEmpty();
        }

        /** At least one image; more than {@code ofSeveral} only when all are of one mask. */
        List<Share<J>> take(int ofOneMask, int ofSeveral) {
            List<Share<J>> shares = new ArrayList<>();
            int images = takeMask(oldest().mask, ofOneMask, shares);
            while (images < ofSeveral && !jobs.isEmpty()) {
                images += takeMask(oldest().mask, ofSeveral - images, shares);
            }
            return shares;
        }

        /** Takes up to {@code room} images of jobs with {@code mask}, and says how many. */
        private int takeMask(Object mask, int room, List<Share<J>> shares) {
            int left = room;
            for (int i = 0; i < jobs.size() && left > 0; ) {
                Waiting<J> waiting = jobs.get(i);
                if (!waiting.mask.equals(mask)) {
                    i++;
                    continue;
                }
                int to = Math.min(waiting.images, waiting.next + left);
                shares.add(new Share<>(waiting.job, waiting.next, to));
                left -= to - waiting.next;
                images -= to - waiting.next;
                if (to == waiting.images) {
                    jobs.remove(i);
                } else {
                    jobs.set(i, waiting.from(to));
                }
            }
            return room - left;
        }
    }
}
