package org.limner.worker.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/**
 * Renders batches of 1, 2, 4, 8, .. images only: others are filled up with their last request, whose extra pictures are
 * dropped. On a device each batch size is another shape, for which cuDNN plans anew and the arena grows.
 */
final class BucketGenerator implements Generator {
    private final Generator generator;

    private BucketGenerator(Generator generator) {
        this.generator = generator;
    }

    /** A generator that owns {@code generator}. */
    static Generator wrap(Generator generator) {
        return new BucketGenerator(generator);
    }

    @Override
    public PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) throws InferenceFailedException {
        return generator.prepare(labels, edges);
    }

    @Override
    public List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException {
        int bucket = bucket(batch.size());
        if (bucket == batch.size()) {
            return generator.generate(batch);
        }
        List<RenderRequest> filled = new ArrayList<>(batch.requests());
        while (filled.size() < bucket) {
            filled.add(batch.requests().get(batch.size() - 1));
        }
        return List.copyOf(generator.generate(new RenderBatch(filled)).subList(0, batch.size()));
    }

    /** The smallest power of two that is not below {@code size}. */
    private static int bucket(int size) {
        return size == 1 ? 1 : 2 * Integer.highestOneBit(size - 1);
    }

    @Override
    public GeneratorRuntime runtime() {
        return generator.runtime();
    }

    @Override
    public void close() {
        generator.close();
    }
}
