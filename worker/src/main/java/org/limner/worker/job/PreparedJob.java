package org.limner.worker.job;

import java.util.List;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.Provenance;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.generator.GeneratorRuntime;
import org.limner.worker.generator.PreparedMask;
import org.limner.worker.generator.RenderRequest;
import org.limner.worker.style.StyleVector;

/**
 * A job with everything read that a generator needs.
 *
 * @param mask   prepared by the bundle's generator; the same object for jobs of the same mask
 * @param styles one per image; a single {@link StyleVector#NONE} for a bundle without z
 */
public record PreparedJob(RenderJob job, ModelBundle bundle, PreparedMask mask, List<StyleVector> styles) {
    public PreparedJob {
        styles = List.copyOf(styles);
    }

    /** One request per image, in the order of the styles. */
    public List<RenderRequest> requests() {
        return styles.stream().map(style -> new RenderRequest(mask, style)).toList();
    }

    /**
     * What made this job's images.
     *
     * @param batchSize images in the session run that rendered the first one
     * @param worker    the worker's id
     */
    public Provenance provenance(GeneratorRuntime runtime, int batchSize, String worker) {
        return new Provenance(
                bundle.manifest().name(),
                bundle.manifest().version(),
                bundle.digest(),
                runtime.name(),
                runtime.provider(),
                bundle.manifest().precision().jsonName(),
                batchSize,
                worker);
    }
}
