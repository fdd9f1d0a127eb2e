package org.limner.worker.generator;

import java.util.List;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.image.RgbImage;

/** Renders label maps into pictures. {@link #generate} may be called from any thread; runs follow one another. */
public interface Generator extends AutoCloseable {

    /** One picture per request, in their order, of the bundle's size. */
    List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException;

    /** What renders, for a result's provenance: for example {@code onnxruntime 1.29.0} on {@code cpu}. */
    GeneratorRuntime runtime();

    @Override
    void close();
}
