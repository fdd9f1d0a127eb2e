package org.limner.worker.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** Renders a batch in halves, and halves of halves, when memory is short for the whole. */
public final class HalvingGenerator implements Generator {
    private final Generator generator;

    private HalvingGenerator(Generator generator) {
        this.generator = generator;
    }

    /** A generator that owns {@code generator}. */
    public static Generator wrap(Generator generator) {
        return new HalvingGenerator(generator);
    }

    @Override
    public PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) throws InferenceFailedException {
        return generator.prepare(labels, edges);
    }

    /** Throws RESOURCES only when a single picture does not fit. */
    @Override
    public List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException {
        try {
            return generator.generate(batch);
        } catch (InferenceFailedException e) {
            if (e.kind() != FailureKind.RESOURCES || batch.size() == 1) {
                throw e;
            }
        }
        int half = batch.size() / 2;
        List<RgbImage> pictures =
                new ArrayList<>(generate(new RenderBatch(batch.requests().subList(0, half))));
        pictures.addAll(generate(new RenderBatch(batch.requests().subList(half, batch.size()))));
        return pictures;
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
