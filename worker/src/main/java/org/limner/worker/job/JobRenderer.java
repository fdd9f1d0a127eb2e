package org.limner.worker.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.limner.schemas.job.RenderJob;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.HalvingGenerator;
import org.limner.worker.generator.RenderBatch;
import org.limner.worker.generator.RenderRequest;
import org.limner.worker.image.RgbImage;

/** Renders one job from start to end in the calling thread, without Kafka: for {@code limner render} and for tests. */
public final class JobRenderer {
    private final JobPreparation preparation;
    private final Function<ModelBundle, Generator> generators;
    private final int batchSize;
    private final String worker;

    /**
     * @param generators the open generator of a bundle; stays its owner's
     * @param batchSize  images in one session run, at most
     * @param worker     the worker's id, for provenance
     */
    public JobRenderer(
            JobPreparation preparation, Function<ModelBundle, Generator> generators, int batchSize, String worker) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be at least 1 but is " + batchSize);
        }
        this.preparation = preparation;
        this.generators = generators;
        this.batchSize = batchSize;
        this.worker = worker;
    }

    /** Prepares the job, renders it in batches, smaller ones where memory is short, and says what did it. */
    public RenderedJob render(RenderJob job)
            throws JobRejectedException, InferenceFailedException, StoreFailedException {
        PreparedJob prepared = preparation.prepare(job);
        Generator generator = HalvingGenerator.wrap(generators.apply(prepared.bundle()));
        List<RenderRequest> requests = prepared.requests();
        List<RgbImage> pictures = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += batchSize) {
            int to = Math.min(from + batchSize, requests.size());
            pictures.addAll(generator.generate(new RenderBatch(requests.subList(from, to))));
        }
        int firstRun = Math.min(batchSize, requests.size());
        return new RenderedJob(prepared, pictures, prepared.provenance(generator.runtime(), firstRun, worker));
    }
}
