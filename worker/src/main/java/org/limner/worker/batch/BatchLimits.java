package org.limner.worker.batch;

/** How many images one session run may have. */
interface BatchLimits<B> {

    /** At least 1. Images that share the memory of one mask may be more, never fewer. */
    int images(B bundle, boolean severalMasks);
}
