package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.seed.GaussianStream;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.fixture.Masks;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.fixture.TinyGraphs;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.IndexImage;
import org.limner.worker.mask.LabelMap;
import org.limner.worker.style.StyleVector;

/**
 * Real graphs in ONNX Runtime, plain and of label windows. What can go wrong: channels, rows and columns exchanged, one request's label map or style
 * used for its neighbour, ones of an earlier batch left in the reused buffer, a batch that native code chokes on.
 */
@ParameterizedClass
@EnumSource(Conditioning.class)
class OnnxGeneratorTest {
    private static final StyleVector NO_TINT = new StyleVector(new float[8]);

    @Parameter
    private Conditioning conditioning;

    @TempDir
    private Path folder;

    private final List<Generator> opened = new ArrayList<>();

    @AfterEach
    void closeGenerators() {
        opened.forEach(Generator::close);
    }

    @Test
    void paintsEachLabelInItsColor() throws Exception {
        ModelBundle bundle = tiny().write(folder);
        IndexImage mask = Masks.random(new Random(20260801), 64, 32, 0, 1, 2, 3, TinyBundle.VOID);
        LabelMap labels = Masks.labels(mask, bundle.manifest());

        RgbImage picture = render(bundle, labels, NO_TINT).get(0);

        assertThat(picture.width()).isEqualTo(64);
        assertThat(picture.height()).isEqualTo(32);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 64; x++) {
                assertThat(picture.rgb(x, y)).as("(%d, %d)", x, y).isEqualTo(color(labels.at(x, y)));
            }
        }
    }

    @Test
    void styleReachesThePicture() throws Exception {
        ModelBundle bundle = tiny().write(folder);
        LabelMap sea = Masks.labels(new IndexImage(1, 1, new short[] {1}), bundle.manifest());
        float[] z = new float[8];
        z[0] = 2; // red
        z[4] = 1; // green
        z[7] = 1; // green

        RgbImage picture = render(bundle, sea, new StyleVector(z)).get(0);

        int shift = Math.round(2 * TinyGraphs.TINT * 255 / 2);
        assertThat(picture.rgb(5, 5) >> 16).isCloseTo(0x1f + shift, offset(1));
        assertThat(picture.rgb(5, 5) >> 8 & 0xFF).isCloseTo(0x5f + shift, offset(1));
        assertThat(picture.rgb(5, 5) & 0xFF).isEqualTo(0x8b);
    }

    @Test
    void batchOfMixedMasksAndStylesGivesWhatEachGivesAlone() throws Exception {
        ModelBundle bundle = tiny().write(folder);
        Generator generator = open(bundle);
        Random random = new Random(20260802);
        List<RenderRequest> requests = new ArrayList<>();
        for (int mask = 0; mask < 3; mask++) {
            LabelMap labels =
                    Masks.labels(Masks.random(random, 64, 32, 0, 1, 2, 3, TinyBundle.VOID), bundle.manifest());
            for (int style = 0; style < 2 + mask; style++) {
                requests.add(request(generator, labels, new StyleVector(GaussianStream.sample(10 * mask + style, 8))));
            }
        }

        List<RgbImage> together = generator.generate(new RenderBatch(requests));

        List<RgbImage> alone = new ArrayList<>();
        for (RenderRequest request : requests) {
            alone.addAll(generator.generate(batch(request)));
        }
        assertThat(together).isEqualTo(alone).doesNotHaveDuplicates();
    }

    @Test
    void smallBatchAfterLargeOneFindsNoTracesOfIt() throws Exception {
        ModelBundle bundle = tiny().write(folder);
        Generator generator = open(bundle);
        LabelMap sand = Masks.labels(new IndexImage(1, 1, new short[] {3}), bundle.manifest());
        LabelMap grass = Masks.labels(new IndexImage(1, 1, new short[] {2}), bundle.manifest());
        RgbImage fresh =
                generator.generate(batch(request(generator, grass, NO_TINT))).get(0);

        PreparedMask allSand = generator.prepare(sand, Optional.empty());
        RenderRequest large = new RenderRequest(allSand, NO_TINT);
        generator.generate(batch(large, large, large));

        assertThat(generator.generate(batch(request(generator, grass, NO_TINT))).get(0))
                .isEqualTo(fresh);
    }

    @Test
    void instanceEdgesAreTheLastChannel() throws Exception {
        ModelBundle bundle = tiny().withInstances().write(folder);
        LabelMap grass = Masks.labels(new IndexImage(1, 1, new short[] {2}), bundle.manifest());
        EdgeMap edges = EdgeMap.of(new IndexImage(2, 1, new short[] {7, 900}), 64, 32);

        Generator generator = open(bundle);

        RgbImage picture = generator
                .generate(batch(new RenderRequest(generator.prepare(grass, Optional.of(edges)), NO_TINT)))
                .get(0);

        for (int x = 0; x < 64; x++) {
            assertThat(picture.rgb(x, 9)).as("column %d", x).isEqualTo(x == 31 || x == 32 ? 0 : 0x5a9a3c);
        }
    }

    @Test
    void bundleWithoutStyleTakesNone() throws Exception {
        ModelBundle bundle = tiny().withoutStyle().write(folder);
        LabelMap sky = Masks.labels(new IndexImage(1, 1, new short[] {0}), bundle.manifest());

        RgbImage picture = render(bundle, sky, StyleVector.NONE).get(0);

        assertThat(picture.rgb(63, 31)).isEqualTo(0x87b5d8);
    }

    @Test
    void jobsOfOneMaskWithoutStylesHaveAPictureEach() throws Exception {
        ModelBundle bundle = tiny().withoutStyle().write(folder);
        Generator generator = open(bundle);
        LabelMap sky = Masks.labels(new IndexImage(1, 1, new short[] {0}), bundle.manifest());
        RenderRequest request = request(generator, sky, StyleVector.NONE);

        assertThat(generator.generate(batch(request, request)))
                .hasSize(2)
                .allMatch(picture -> picture.rgb(63, 31) == 0x87b5d8);
    }

    @Test
    void whatBelongsToAnotherBundleIsTheJobsFailure() throws Exception {
        ModelBundle bundle = tiny().write(folder.resolve("small"));
        ModelBundle large = tiny().withSize(128, 64).write(folder.resolve("large"));
        Generator generator = open(bundle);
        LabelMap labels = Masks.labels(new IndexImage(1, 1, new short[1]), bundle.manifest());
        LabelMap largeLabels = Masks.labels(new IndexImage(1, 1, new short[1]), large.manifest());

        assertThatThrownBy(() -> generator.generate(batch(request(generator, labels, new StyleVector(new float[7])))))
                .isInstanceOfSatisfying(InferenceFailedException.class, e -> assertThat(e.kind())
                        .isEqualTo(FailureKind.JOB))
                .hasMessage("bundle 'tiny@1' got a style vector of 7 numbers but takes 64 x 32, 4 classes, "
                        + "8 style numbers, without instance edges");
        assertThatThrownBy(() -> generator.prepare(largeLabels, Optional.empty()))
                .isInstanceOfSatisfying(InferenceFailedException.class, e -> assertThat(e.kind())
                        .isEqualTo(FailureKind.JOB))
                .hasMessageContaining("got a label map of 128 x 64 but takes 64 x 32");
        assertThatThrownBy(() ->
                        generator.prepare(labels, Optional.of(EdgeMap.of(new IndexImage(1, 1, new short[1]), 64, 32))))
                .hasMessageContaining("got instance edges but takes");
        PreparedMask largeMask = open(large).prepare(largeLabels, Optional.empty());
        assertThatThrownBy(() -> generator.generate(batch(new RenderRequest(largeMask, NO_TINT))))
                .hasMessageContaining("got a mask that another bundle's generator prepared but takes 64 x 32");
    }

    @Test
    void batchBeyondOneBufferAsksForASmallerOne() throws Exception {
        ModelBundle bundle = tiny().withSize(4096, 4096).write(folder);
        OneHotBatch batch = new OneHotBatch(bundle.manifest());
        LabelMap labels = Masks.labels(new IndexImage(1, 1, new short[1]), bundle.manifest());

        RenderRequest request = new RenderRequest(new OneHotMask(new MaskKey(labels, Optional.empty())), NO_TINT);

        assertThatThrownBy(() -> batch.pack(new RenderBatch(Collections.nCopies(7, request))))
                .isInstanceOfSatisfying(InferenceFailedException.class, e -> assertThat(e.kind())
                        .isEqualTo(FailureKind.RESOURCES))
                .hasMessageContaining("a batch of 7 label maps of 5 x 4096 x 4096 takes 2348810240 bytes");
    }

    @Test
    void callsFromSeveralThreadsDoNotMixTheirPictures() throws Exception {
        ModelBundle bundle = tiny().write(folder);
        Generator generator = open(bundle);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Future<RgbImage>> pictures = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                LabelMap labels = Masks.labels(new IndexImage(1, 1, new short[] {(short) (i % 4)}), bundle.manifest());
                pictures.add(callers.submit(() -> generator
                        .generate(batch(request(generator, labels, NO_TINT)))
                        .get(0)));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(pictures.get(i).get().rgb(1, 1)).isEqualTo(color(i % 4));
            }
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void closedGeneratorSaysSo() throws Exception {
        ModelBundle bundle = tiny().write(folder);
        Generator generator = open(bundle);
        LabelMap labels = Masks.labels(new IndexImage(1, 1, new short[1]), bundle.manifest());

        RenderRequest request = request(generator, labels, NO_TINT);

        generator.close();

        assertThatThrownBy(() -> generator.generate(batch(request)))
                .hasMessage("session 'tiny@1 generator.onnx' is closed");
    }

    private TinyBundle tiny() {
        return conditioning == Conditioning.LABEL_WINDOW ? TinyBundle.DEFAULT.withLabelWindows() : TinyBundle.DEFAULT;
    }

    private Generator open(ModelBundle bundle) {
        Generator generator = OnnxGenerator.open(bundle, new SessionSettings(new Device.Cpu(), 1));
        opened.add(generator);
        return generator;
    }

    private List<RgbImage> render(ModelBundle bundle, LabelMap labels, StyleVector style) throws Exception {
        Generator generator = open(bundle);
        return generator.generate(batch(request(generator, labels, style)));
    }

    private static RenderRequest request(Generator generator, LabelMap labels, StyleVector style) throws Exception {
        return new RenderRequest(generator.prepare(labels, Optional.empty()), style);
    }

    private static RenderBatch batch(RenderRequest... requests) {
        return new RenderBatch(List.of(requests));
    }

    private static int color(int label) {
        return label < TinyBundle.LABELS.size() ? TinyBundle.LABELS.get(label).rgb() : TinyBundle.VOID_COLOR;
    }
}
