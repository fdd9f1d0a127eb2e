package org.limner.worker.mask;

import org.limner.schemas.job.JobLimits;
import org.limner.worker.failure.JobRejectedException;

/**
 * Reads a PNG as numbers, never as colours: grey of 1 to 16 bits and palette indices, interlaced or not. Thread-safe.
 */
public final class MaskDecoder {
    private final JobLimits limits;

    public MaskDecoder(JobLimits limits) {
        this.limits = limits;
    }

    /**
     * Throws UNREADABLE_IMAGE for bytes that are no whole PNG, NOT_A_LABEL_MAP for colour and alpha, and
     * LIMIT_EXCEEDED for a header beyond the limits, before anything of that size is allocated.
     */
    public IndexImage decode(byte[] png) throws JobRejectedException {
        throw new UnsupportedOperationException("limits " + limits);
    }
}
