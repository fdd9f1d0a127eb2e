package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.fixture.FlatColorGenerator;
import org.limner.worker.fixture.Masks;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.IndexImage;
import org.limner.worker.mask.LabelMap;
import org.limner.worker.style.StyleVector;

/** What can go wrong: pictures in another order, endless halving, other failures taken for a lack of memory. */
class HalvingGeneratorTest {
    @TempDir
    private Path folder;

    @Test
    void rendersInHalvesWhatDoesNotFit() throws Exception {
        SmallGenerator small = new SmallGenerator(2, FailureKind.RESOURCES);

        List<RgbImage> pictures = HalvingGenerator.wrap(small).generate(batch(7));

        assertThat(small.sizes).containsExactly(7, 3, 1, 2, 4, 2, 2);
        assertThat(pictures).extracting(picture -> picture.rgb(0, 0)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void givesUpWhenOnePictureDoesNotFit() {
        SmallGenerator tiny = new SmallGenerator(0, FailureKind.RESOURCES);

        assertThatThrownBy(() -> HalvingGenerator.wrap(tiny).generate(batch(4)))
                .isInstanceOfSatisfying(InferenceFailedException.class, e -> assertThat(e.kind())
                        .isEqualTo(FailureKind.RESOURCES));
        assertThat(tiny.sizes).containsExactly(4, 2, 1);
    }

    @Test
    void otherFailuresAreNotItsBusiness() {
        SmallGenerator broken = new SmallGenerator(0, FailureKind.WORKER);

        assertThatThrownBy(() -> HalvingGenerator.wrap(broken).generate(batch(4)))
                .hasMessage("4 do not fit");
        assertThat(broken.sizes).containsExactly(4);
    }

    /** A batch whose n-th style is the number n. */
    private RenderBatch batch(int size) {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        LabelMap labels = Masks.labels(new IndexImage(1, 1, new short[1]), bundle.manifest());
        PreparedMask mask = new FlatColorGenerator(bundle.manifest()).prepare(labels, Optional.empty());
        return new RenderBatch(IntStream.range(0, size)
                .mapToObj(n -> new RenderRequest(mask, new StyleVector(new float[] {n})))
                .toList());
    }

    /** Has memory for a few pictures only; paints the number of each style. */
    private static final class SmallGenerator implements Generator {
        private final List<Integer> sizes = new ArrayList<>();
        private final int fits;
        private final FailureKind otherwise;

        SmallGenerator(int fits, FailureKind otherwise) {
            this.fits = fits;
            this.otherwise = otherwise;
        }

        @Override
        public PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) {
            throw new AssertionError("masks are prepared elsewhere here");
        }

        @Override
        public List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException {
            sizes.add(batch.size());
            if (batch.size() > fits) {
                throw new InferenceFailedException(otherwise, batch.size() + " do not fit", null);
            }
            return batch.requests().stream()
                    .map(request -> new RgbImage(
                            1, 1, new byte[] {0, 0, (byte) request.style().at(0)}))
                    .toList();
        }

        @Override
        public GeneratorRuntime runtime() {
            return new GeneratorRuntime("test", "cpu");
        }

        @Override
        public void close() {}
    }
}
