package org.limner.worker.job;

import java.util.Optional;
import java.util.function.Function;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.style.StyleEncoder;

/** Reads everything in a job that can be wrong, before anything is rendered. Thread-safe. */
public final class JobPreparation {
    private final BundleRepository bundles;
    private final Function<ModelBundle, Optional<StyleEncoder>> encoders;
    private final JobLimits limits;

    /** @param encoders the open encoder of a bundle; empty for a bundle without one */
    public JobPreparation(
            BundleRepository bundles, Function<ModelBundle, Optional<StyleEncoder>> encoders, JobLimits limits) {
        this.bundles = bundles;
        this.encoders = encoders;
        this.limits = limits;
    }

    /**
     * Throws {@link JobRejectedException} for the first thing that is wrong with the job,
     * {@link InferenceFailedException} when a style's photograph could not be encoded.
     */
    public PreparedJob prepare(RenderJob job) throws JobRejectedException, InferenceFailedException {
        throw new UnsupportedOperationException("" + bundles + encoders + limits + job);
    }
}
