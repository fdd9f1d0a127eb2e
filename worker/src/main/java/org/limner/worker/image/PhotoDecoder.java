package org.limner.worker.image;

import org.limner.schemas.job.JobLimits;
import org.limner.worker.failure.JobRejectedException;

/** Reads photographs from JPEG and PNG files. Thread-safe. */
public final class PhotoDecoder {
    private final JobLimits limits;

    /** @param limits whose mask size also bounds photographs */
    public PhotoDecoder(JobLimits limits) {
        this.limits = limits;
    }

    /** Throws UNREADABLE_IMAGE, or LIMIT_EXCEEDED before anything of the picture's size is allocated. */
    public RgbImage decode(byte[] file) throws JobRejectedException {
        throw new UnsupportedOperationException("limits " + limits);
    }
}
