package org.limner.worker.job;

import java.util.List;
import org.limner.schemas.result.Provenance;
import org.limner.worker.image.RgbImage;

/**
 * A job with its pictures.
 *
 * @param pictures one per style, in their order
 */
public record RenderedJob(PreparedJob job, List<RgbImage> pictures, Provenance provenance) {
    public RenderedJob {
        pictures = List.copyOf(pictures);
    }
}
