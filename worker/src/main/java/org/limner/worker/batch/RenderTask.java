package org.limner.worker.batch;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.result.JobError;
import org.limner.worker.generator.RenderRequest;
import org.limner.worker.image.RgbImage;
import org.limner.worker.job.PreparedJob;

/**
 * A job on its way through the renderer: the pictures it has and those it lacks. It ends once: with its last picture, with
 * an error, or because nobody wants it any more. Thread-safe: sessions of its bundle render parts of it at the same time.
 */
final class RenderTask {
    private final Arrival arrival;
    private final PreparedJob job;
    private final List<RenderRequest> requests;
    private final JobTimer timer;
    private final long preparedAt;
    private final RgbImage[] pictures;
    private int missing;
    private boolean begun;
    private boolean ended;
    private int firstBatchSize;
    private @Nullable JobError error;

    /** @param preparedAt of the pipeline's nanosecond clock */
    RenderTask(Arrival arrival, PreparedJob job, JobTimer timer, long preparedAt) {
        this.arrival = arrival;
        this.job = job;
        this.requests = job.requests();
        this.timer = timer;
        this.preparedAt = preparedAt;
        this.pictures = new RgbImage[requests.size()];
        this.missing = pictures.length;
    }

    Arrival arrival() {
        return arrival;
    }

    PreparedJob job() {
        return job;
    }

    RenderRequest request(int image) {
        return requests.get(image);
    }

    int images() {
        return pictures.length;
    }

    /** Bytes of all its pictures. */
    long pictureBytes() {
        return 3L * job.bundle().manifest().width() * job.bundle().manifest().height() * images();
    }

    JobTimer timer() {
        return timer;
    }

    /** Called before a run; says how long the job has waited when it is the first one. */
    synchronized Optional<Duration> begin(long now) {
        if (begun) {
            return Optional.empty();
        }
        begun = true;
        Duration waited = Duration.ofNanos(now - preparedAt);
        timer.waited(waited);
        return Optional.of(waited);
    }

    /** Whether its missing pictures are of no use. */
    synchronized boolean hasEnded() {
        return ended;
    }

    /** Takes a picture whose batch had {@code batchSize} images. True when the job ends with it. */
    synchronized boolean add(int image, RgbImage picture, int batchSize) {
        if (ended) {
            return false; // another part of the job failed meanwhile
        }
        if (pictures[image] != null) {
            throw new IllegalStateException(
                    "image " + image + " of job " + job.job().id() + " was rendered twice");
        }
        if (image == 0) {
            firstBatchSize = batchSize;
        }
        pictures[image] = picture;
        missing--;
        ended = missing == 0;
        return ended;
    }

    /** True when the job ends with it, false when it had ended before. */
    synchronized boolean fail(JobError reason) {
        if (ended) {
            return false;
        }
        error = reason;
        ended = true;
        return true;
    }

    /** Ends the job without an outcome if nobody wants one. True when it ends so, false when it goes on or had ended. */
    synchronized boolean endIfAbandoned() {
        if (ended || !arrival.abandoned()) {
            return false;
        }
        ended = true;
        return true;
    }

    synchronized Optional<JobError> error() {
        return Optional.ofNullable(error);
    }

    /** All pictures in the order of the styles. */
    synchronized List<RgbImage> pictures() {
        return List.copyOf(Arrays.asList(pictures));
    }

    /** Images in the session run that rendered the first picture. */
    synchronized int firstBatchSize() {
        return firstBatchSize;
    }
}
