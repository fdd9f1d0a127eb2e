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
 * A job on its way through the renderer: the pictures it has and those it lacks.
 *
 * <p>Changed by one thread at a time: the one that decoded it, its bundle's render thread, then the one that writes its
 * files. The queues between them hand it over.
 */
final class RenderTask {
    private final Arrival arrival;
    private final PreparedJob job;
    private final List<RenderRequest> requests;
    private final JobTimer timer;
    private final long preparedAt;
    private final RgbImage[] pictures;
    private int missing;
    private int firstBatchSize;
    private @Nullable JobError error;
    private boolean faulted;

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

    JobTimer timer() {
        return timer;
    }

    /** Whether its missing pictures are still wanted. */
    boolean isOpen() {
        return missing > 0 && error == null && !arrival.abandoned();
    }

    /** Called before a run that renders the first picture; says how long the job has waited for it. */
    Optional<Duration> begin(long now) {
        if (missing < pictures.length || firstBatchSize > 0) {
            return Optional.empty();
        }
        firstBatchSize = 1;
        Duration waited = Duration.ofNanos(now - preparedAt);
        timer.waited(waited);
        return Optional.of(waited);
    }

    /** Takes a picture. Its batch had {@code batchSize} images. */
    void add(int image, RgbImage picture, int batchSize) {
        if (pictures[image] != null) {
            throw new IllegalStateException(
                    "image " + image + " of job " + job.job().id() + " was rendered twice");
        }
        if (image == 0) {
            firstBatchSize = batchSize;
        }
        pictures[image] = picture;
        missing--;
    }

    boolean isComplete() {
        return missing == 0;
    }

    void fail(JobError reason) {
        error = reason;
    }

    /** Fails it as something that may go well another time. */
    void fault(JobError reason) {
        error = reason;
        faulted = true;
    }

    /** Whether {@link #error} is no fault of the job. */
    boolean faulted() {
        return faulted;
    }

    Optional<JobError> error() {
        return Optional.ofNullable(error);
    }

    /** All pictures in the order of the styles. */
    List<RgbImage> pictures() {
        return Arrays.asList(pictures);
    }

    /** Images in the session run that rendered the first picture. */
    int firstBatchSize() {
        return firstBatchSize;
    }
}
