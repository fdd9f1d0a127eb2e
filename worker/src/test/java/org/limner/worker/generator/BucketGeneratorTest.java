package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.fixture.FlatColorGenerator;
import org.limner.worker.fixture.Masks;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.IndexImage;
import org.limner.worker.style.StyleVector;

/** What could go wrong: an extra picture that a job gets, a batch of a size that the device has not planned for. */
class BucketGeneratorTest {
    @TempDir
    private Path folder;

    private FlatColorGenerator flat;
    private PreparedMask mask;

    @BeforeEach
    void open() {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        flat = new FlatColorGenerator(bundle.manifest());
        mask = flat.prepare(Masks.labels(new IndexImage(1, 1, new short[1]), bundle.manifest()), Optional.empty());
    }

    @Test
    void fillsBatchesUpToAPowerOfTwoAndDropsTheExtraPictures() throws Exception {
        Generator buckets = BucketGenerator.wrap(flat);

        for (int size = 1; size <= 9; size++) {
            RenderBatch batch = batch(size);
            List<RgbImage> pictures = buckets.generate(batch);
            assertThat(pictures).isEqualTo(flat.generate(batch)).hasSize(size);
        }

        assertThat(flat.batchSizes())
                .as("with, then without buckets, for each size")
                .containsExactly(1, 1, 2, 2, 4, 3, 4, 4, 8, 5, 8, 6, 8, 7, 8, 8, 16, 9);
    }

    private RenderBatch batch(int size) {
        return new RenderBatch(IntStream.range(0, size)
                .mapToObj(n -> new RenderRequest(mask, new StyleVector(new float[] {n})))
                .toList());
    }
}
