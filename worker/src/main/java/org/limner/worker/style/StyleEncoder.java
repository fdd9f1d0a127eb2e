package org.limner.worker.style;

import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.image.RgbImage;

/** Finds the distribution of style vectors that a photograph suggests. Thread-safe. */
public interface StyleEncoder extends AutoCloseable {

    /** @param photograph of any size; the encoder brings it to its own */
    StyleEncoding encode(RgbImage photograph) throws InferenceFailedException;

    @Override
    void close();
}
