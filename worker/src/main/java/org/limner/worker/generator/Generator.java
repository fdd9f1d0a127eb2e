package org.limner.worker.generator;

import java.util.List;
import java.util.Optional;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** Renders label maps into pictures. {@link #generate} may be called from any thread; runs follow one another. */
public interface Generator extends AutoCloseable {

    /**
     * Does what can be done with a mask before the session's turn. Thread-safe, and never waits for a run. Throws JOB for
     * a mask that is not the bundle's.
     *
     * @param labels of the bundle's size
     * @param edges  of the bundle's size; present exactly when the bundle reads instances
     */
    PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) throws InferenceFailedException;

    /** One picture per request, in their order, of the bundle's size. */
    List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException;

    /** What renders, for a result's provenance: for example {@code onnxruntime 1.29.0} on {@code cpu}. */
    GeneratorRuntime runtime();

    @Override
    void close();
}
