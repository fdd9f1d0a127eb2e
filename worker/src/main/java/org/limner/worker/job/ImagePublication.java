package org.limner.worker.job;

import java.util.List;
import org.limner.schemas.result.RenderedImage;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.image.RgbImage;

/** Turns rendered pictures into the images of a result. Thread-safe. */
public final class ImagePublication {
    private final ResultLimits limits;

    public ImagePublication(ResultLimits limits) {
        this.limits = limits;
    }

    /**
     * One image per style, in their order: the file's bytes, digest, seed and style digest.
     * Throws RESULT_TOO_LARGE for a file, or files together, beyond the limits.
     */
    public List<RenderedImage> publish(PreparedJob job, List<RgbImage> pictures) throws JobRejectedException {
        throw new UnsupportedOperationException("" + limits + job + pictures);
    }
}
