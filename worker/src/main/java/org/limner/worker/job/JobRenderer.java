package org.limner.worker.job;

import java.util.function.Function;
import org.limner.schemas.job.RenderJob;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.generator.Generator;

/** Renders one job from start to end in the calling thread, without Kafka: for {@code limner render} and for tests. */
public final class JobRenderer {
    private final JobPreparation preparation;
    private final Function<ModelBundle, Generator> generators;
    private final int batchSize;
    private final String worker;

    /**
     * @param generators the open generator of a bundle
     * @param batchSize  images in one session run, at most
     * @param worker     the worker's id, for provenance
     */
    public JobRenderer(
            JobPreparation preparation, Function<ModelBundle, Generator> generators, int batchSize, String worker) {
        this.preparation = preparation;
        this.generators = generators;
        this.batchSize = batchSize;
        this.worker = worker;
    }

    /** Prepares the job, renders it in batches and says what did it. */
    public RenderedJob render(RenderJob job) throws JobRejectedException, InferenceFailedException {
        throw new UnsupportedOperationException("" + preparation + generators + batchSize + worker + job);
    }
}
