package org.limner.worker.batch;

import java.time.Duration;
import org.limner.schemas.job.ModelReference;
import org.limner.worker.failure.FailureKind;

/** Hears what the pipeline does, from its threads; must return at once. */
public interface PipelineListener {
    /** Hears nothing. */
    PipelineListener NONE = new PipelineListener() {};

    /** A record was taken from its topic, where it had waited. */
    default void queued(Duration waited) {}

    /** A record was read, whether or not it is a job that can be rendered. */
    default void decoded(Duration took) {}

    /** A job's first image begins to be rendered. */
    default void waited(Duration took) {}

    /** A session run gave its images. */
    default void rendered(ModelReference model, int images, Duration took) {}

    /** A session run failed. */
    default void failed(ModelReference model, int images, FailureKind kind) {}

    /** The files of a job's images were written. */
    default void encoded(int images, Duration took) {}
}
