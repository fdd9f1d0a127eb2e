package org.limner.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.schemas.bundle.Precision;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.bundle.LabelWindowInputs;
import org.limner.trainer.bundle.SegmentationInput;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.network.BatchNormEpsilon;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * The window graph against the plain graph, which is held to the trainer's own forward pass. What can go wrong: a fold, a
 * border, a window's place in its table, a broadcast, the offsets of a second mask, a tile of a Winograd convolution.
 */
class LabelWindowGraphTest {
    private static final double PARITY = 3e-5; // as the plain graph keeps to the trainer

    private static final double WIDE_PARITY = 1e-4; // sums of 4,608 numbers instead of some 300

    @TempDir
    Path folder;

    /** @param edges whether the last input channel is the instance edge */
    record Case(GeneratorShape shape, boolean edges) {}

    static Stream<Case> cases() {
        return Stream.of(
                shape(Input.STYLE, Upsampling.NORMAL, 3, 5, 32, 64, 7, true),
                shape(Input.STYLE, Upsampling.NORMAL, 3, 5, 64, 32, 7, false),
                shape(Input.LABEL, Upsampling.NORMAL, 3, 10, 64, 32, 0, true),
                shape(Input.LABEL, Upsampling.NORMAL, 1, 4, 32, 64, 0, false),
                shape(Input.STYLE, Upsampling.NORMAL, 1, 6, 32, 32, 3, true),
                shape(Input.STYLE, Upsampling.NORMAL, 5, 6, 32, 32, 3, true),
                shape(Input.LABEL, Upsampling.NORMAL, 5, 3, 32, 32, 0, true),
                shape(Input.STYLE, Upsampling.MORE, 3, 7, 64, 128, 5, true),
                shape(Input.LABEL, Upsampling.MORE, 5, 7, 64, 64, 0, false),
                shape(Input.LABEL, Upsampling.MOST, 3, 5, 128, 128, 0, true),
                shape(Input.STYLE, Upsampling.MOST, 1, 5, 128, 128, 4, false));
    }

    private static Case shape(
            Input input,
            Upsampling upsampling,
            int kernel,
            int labels,
            int height,
            int width,
            int style,
            boolean edges) {
        Architecture architecture = new Architecture(input, upsampling, kernel, Normalization.BATCH, 6, 2);
        return new Case(new GeneratorShape(architecture, labels + (edges ? 1 : 0), height, width, style), edges);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void paintsWhatThePlainGraphPaints(Case some) throws IOException {
        GeneratorShape shape = some.shape;
        StateDict weights = LivelyWeights.generator(shape, 7);
        List<int[]> masks = List.of(blocks(some, 1), noise(some, 2), blocks(some, 3));
        List<boolean[]> edges = some.edges ? List.of(border(some, 4), border(some, 5), border(some, 6)) : null;
        @Nullable WeightTensor z = shape.readsStyle() ? Tensors.random(9, 3, shape.styleSize()) : null;
        try (GraphSession plain = session(plainGraph(some, weights));
                GraphSession windows = session(windowGraph(some, weights, Precision.FP32))) {
            Map<String, WeightTensor> expected = plain.run(plainInputs(some, masks, edges, z));
            Map<String, WeightTensor> three = windows.run(windowInputs(some, masks, edges, z));

            assertThat(three.get("image").shape()).containsExactly(3, 3, shape.height(), shape.width());
            assertThat(Tensors.deviation(three.get("image").floats())).isGreaterThan(0.1);
            assertThat(difference(three, expected)).isLessThan(PARITY);
            assertThat(three.get("pixels").shape()).containsExactly(3, shape.height(), shape.width(), 3);
            assertThat(pixelDifference(three, expected)).isLessThanOrEqualTo(1);
            for (int n = 0; n < 3; n++) { // alone: another batch size, and no rows above its own
                Map<String, WeightTensor> alone = windows.run(windowInputs(
                        some,
                        List.of(masks.get(n)),
                        edges == null ? null : List.of(edges.get(n)),
                        z == null ? null : Tensors.examples(z, n, n + 1)));
                assertThat(Tensors.largestDifference(
                                alone.get("image").floats(),
                                Tensors.examples(expected.get("image"), n, n + 1)
                                        .floats()))
                        .isLessThan(PARITY);
            }
        }
    }

    @Test
    void manyStylesOfOneMaskShareItsWindows() throws IOException {
        Case some = shape(Input.STYLE, Upsampling.NORMAL, 3, 5, 32, 64, 7, true);
        StateDict weights = LivelyWeights.generator(some.shape, 7);
        List<int[]> same = sameMask(blocks(some, 1), 4);
        List<boolean[]> edges = sameMask(border(some, 4), 4);
        WeightTensor z = Tensors.random(9, 4, 7);
        try (GraphSession plain = session(plainGraph(some, weights));
                GraphSession windows = session(windowGraph(some, weights, Precision.FP32))) {
            Map<String, WeightTensor> inputs = windowInputs(some, same, edges, z);

            assertThat(inputs.get("pixels.64").shape()).containsExactly(1, 32 * 64);
            assertThat(difference(windows.run(inputs), plain.run(plainInputs(some, same, edges, z))))
                    .isLessThan(PARITY);
        }
    }

    @Test
    void oneMaskWithoutStylesGivesAsManyImagesAsAreAskedFor() throws IOException {
        Case some = shape(Input.LABEL, Upsampling.NORMAL, 3, 10, 64, 32, 0, true);
        StateDict weights = LivelyWeights.generator(some.shape, 7);
        List<int[]> same = sameMask(blocks(some, 1), 2);
        List<boolean[]> edges = sameMask(border(some, 4), 2);
        try (GraphSession plain = session(plainGraph(some, weights));
                GraphSession windows = session(windowGraph(some, weights, Precision.FP32))) {
            assertThat(difference(
                            windows.run(windowInputs(some, same, edges, null)),
                            plain.run(plainInputs(some, same, edges, null))))
                    .isLessThan(PARITY);
        }
    }

    @Test
    void aWholeImageOfDifferentWindowsIsStillRight() throws IOException {
        Case some = shape(Input.STYLE, Upsampling.NORMAL, 3, 60, 64, 64, 7, true);
        StateDict weights = LivelyWeights.generator(some.shape, 7);
        List<int[]> masks = List.of(noise(some, 2));
        List<boolean[]> edges = List.of(border(some, 5));
        WeightTensor z = Tensors.random(9, 1, 7);
        try (GraphSession plain = session(plainGraph(some, weights));
                GraphSession windows = session(windowGraph(some, weights, Precision.FP32))) {
            Map<String, WeightTensor> inputs = windowInputs(some, masks, edges, z);

            assertThat(inputs.get("windows.64").shape()).containsExactly(64 * 64, 3);
            assertThat(difference(windows.run(inputs), plain.run(plainInputs(some, masks, edges, z))))
                    .isLessThan(PARITY);
        }
    }

    /** Wide enough for Winograd convolutions, which tiny networks do not use. */
    @Test
    void largeConvolutionsOfSmallMapsAreWinograds() throws IOException {
        Architecture architecture =
                new Architecture(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 4, 32); // 512 channels first
        Case some = new Case(new GeneratorShape(architecture, 4, 256, 256, 5), false);
        StateDict weights = LivelyWeights.generator(some.shape, 7);
        List<int[]> masks = List.of(blocks(some, 1), blocks(some, 2));
        WeightTensor z = Tensors.random(9, 2, 5);
        try (GraphSession plain = session(plainGraph(some, weights));
                GraphSession windows = session(windowGraph(some, weights, Precision.FP32))) {
            assertThat(WinogradConvolution.pays(16, 16, 512, 512)).isTrue();
            assertThat(difference(
                            windows.run(windowInputs(some, masks, null, z)),
                            plain.run(plainInputs(some, masks, null, z))))
                    .isLessThan(WIDE_PARITY);
        }
    }

    @Test
    void generatorsWithoutSpectralNormAreWrittenToo() throws IOException {
        Case some = shape(Input.STYLE, Upsampling.NORMAL, 3, 5, 32, 64, 7, true);
        SpadeGenerator generator = new SpadeGenerator(some.shape, false, BatchNormEpsilon.ADDED);
        StateDict weights = LivelyWeights.generator(generator, 7);
        List<int[]> masks = List.of(blocks(some, 1));
        List<boolean[]> edges = List.of(border(some, 4));
        WeightTensor z = Tensors.random(9, 1, 7);
        try (GraphSession plain = session(plainGraph(some, weights));
                GraphSession windows = session(windowGraph(some, weights, Precision.FP32))) {
            assertThat(difference(
                            windows.run(windowInputs(some, masks, edges, z)),
                            plain.run(plainInputs(some, masks, edges, z))))
                    .isLessThan(PARITY);
        }
    }

    @Test
    void halfPrecisionsComeNear() throws IOException {
        Case some =
                shape(Input.STYLE, Upsampling.NORMAL, 3, 60, 64, 64, 7, true); // with both ways for its largest maps
        StateDict weights = LivelyWeights.generator(some.shape, 7);
        WeightTensor z = Tensors.random(9, 1, 7);
        for (int[] mask : List.of(blocks(some, 1), noise(some, 2))) {
            Map<String, WeightTensor> inputs = windowInputs(some, List.of(mask), List.of(border(some, 4)), z);
            for (Precision precision : List.of(Precision.FP16_WEIGHTS, Precision.FP16)) {
                try (GraphSession full = session(windowGraph(some, weights, Precision.FP32));
                        GraphSession half = session(windowGraph(some, weights, precision))) {
                    double difference = difference(half.run(inputs), full.run(inputs));

                    assertThat(difference).isPositive().isLessThan(6e-2); // 11 bits, in images of the whole range
                }
            }
        }
    }

    @Test
    void externalDataReachesBothWays() throws IOException {
        Case some = shape(Input.STYLE, Upsampling.NORMAL, 3, 60, 64, 64, 7, true);
        OnnxModel model = windowGraph(some, LivelyWeights.generator(some.shape, 7), Precision.FP32);
        Path file = folder.resolve("external.onnx");
        model.writeWithExternalData(file);
        WeightTensor z = Tensors.random(9, 1, 7);
        try (GraphSession inline = session(model);
                GraphSession external = GraphSession.open(file)) {
            for (int[] mask : List.of(blocks(some, 1), noise(some, 2))) {
                Map<String, WeightTensor> inputs = windowInputs(some, List.of(mask), List.of(border(some, 4)), z);

                assertThat(difference(external.run(inputs), inline.run(inputs))).isZero();
            }
        }
    }

    @Test
    void instanceNormHasNoSuchGraph() {
        Architecture architecture = new Architecture(Input.STYLE, Upsampling.NORMAL, 3, Normalization.INSTANCE, 6, 2);
        GeneratorShape shape = new GeneratorShape(architecture, 5, 64, 64, 7);

        assertThatThrownBy(() -> LabelWindowGraph.build(
                        LivelyWeights.generator(shape, 7), shape, false, Precision.FP32, Map.of()))
                .hasMessageContaining("instance norm depends on the image being painted");
    }

    private OnnxModel plainGraph(Case some, StateDict weights) {
        return GeneratorGraph.build(weights, some.shape, Precision.FP32, Map.of());
    }

    private OnnxModel windowGraph(Case some, StateDict weights, Precision precision) {
        return LabelWindowGraph.build(weights, some.shape, some.edges, precision, Map.of());
    }

    private GraphSession session(OnnxModel model) throws IOException {
        Path file = Files.createTempFile(folder, "graph", ".onnx");
        model.write(file);
        return GraphSession.open(file);
    }

    private static Map<String, WeightTensor> plainInputs(
            Case some, List<int[]> masks, @Nullable List<boolean[]> edges, @Nullable WeightTensor z) {
        GeneratorShape shape = some.shape;
        Map<String, WeightTensor> inputs = new LinkedHashMap<>();
        inputs.put(
                "segmentation",
                SegmentationInput.of(masks, edges, shape.inputChannels(), shape.width(), shape.height()));
        if (z != null) {
            inputs.put("z", z);
        }
        return inputs;
    }

    private static Map<String, WeightTensor> windowInputs(
            Case some, List<int[]> masks, @Nullable List<boolean[]> edges, @Nullable WeightTensor z) {
        Map<String, WeightTensor> inputs = new LinkedHashMap<>(
                LabelWindowInputs.of(masks, edges, LabelWindowGraph.geometry(some.shape, some.edges)));
        if (z != null) {
            inputs.put("z", z);
        }
        return inputs;
    }

    private static double difference(Map<String, WeightTensor> a, Map<String, WeightTensor> b) {
        return Tensors.largestDifference(a.get("image").floats(), b.get("image").floats());
    }

    private static long pixelDifference(Map<String, WeightTensor> a, Map<String, WeightTensor> b) {
        long largest = 0;
        for (int i = 0; i < a.get("pixels").elements(); i++) {
            largest = Math.max(
                    largest,
                    Math.abs(a.get("pixels").longs()[i] - b.get("pixels").longs()[i]));
        }
        return largest;
    }

    private static int labels(Case some) {
        return some.shape.inputChannels() - (some.edges ? 1 : 0);
    }

    /** Rectangles of labels, as masks have them: most windows repeat. */
    private static int[] blocks(Case some, long seed) {
        int width = some.shape.width();
        int height = some.shape.height();
        Random random = new Random(seed);
        int[] mask = new int[width * height];
        for (int i = 0; i < 6; i++) {
            int label = random.nextInt(labels(some));
            int left = random.nextInt(width);
            int top = random.nextInt(height);
            for (int y = top; y < Math.min(height, top + height / 2); y++) {
                for (int x = left; x < Math.min(width, left + width / 2); x++) {
                    mask[y * width + x] = label;
                }
            }
        }
        return mask;
    }

    private static int[] noise(Case some, long seed) {
        Random random = new Random(seed);
        return random.ints((long) some.shape.width() * some.shape.height(), 0, labels(some))
                .toArray();
    }

    private static boolean[] border(Case some, long seed) {
        Random random = new Random(seed);
        boolean[] edges = new boolean[some.shape.width() * some.shape.height()];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = random.nextInt(10) == 0;
        }
        return edges;
    }

    private static <T> List<T> sameMask(T mask, int count) {
        List<T> same = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            same.add(mask);
        }
        return same;
    }
}
