package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.bundle.LabelWindowInputs;
import org.limner.trainer.onnx.Tensors;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.TorchFile;
import org.limner.trainer.weights.WeightTensor;

/** From files that the reference implementation wrote to bundles that give the images it gave. */
class ReferenceImportTest {
    private static final double PARITY = 3e-5;
    private static final Path REFERENCE = Path.of(System.getProperty("limner.shared", "../shared"), "reference");
    private static final List<String> OPTIONS = List.of(
            "label_nc",
            "contain_dontcare_label",
            "no_instance",
            "crop_size",
            "aspect_ratio",
            "num_upsampling_layers",
            "use_vae",
            "ngf");

    @TempDir
    Path folder;

    @BeforeEach
    void needsTheReference() {
        Assumptions.assumeTrue(Files.isDirectory(REFERENCE), "the shared reference files are not here");
    }

    @ParameterizedTest
    @CsvSource({
        "label, one-hot",
        "style, one-hot",
        "instance, one-hot",
        "kernel5, one-hot",
        "more-wide, one-hot",
        "most, one-hot",
        "label, label-window",
        "style, label-window",
        "kernel5, label-window",
        "more-wide, label-window",
        "most, label-window"
    })
    void bundleGivesTheReferencesImages(String name, String conditioning) throws IOException {
        Safetensors.Contents reference = Safetensors.read(REFERENCE.resolve("generator-" + name + ".safetensors"));
        Path bundle = folder.resolve(name);
        VerbRun run = importGenerator(name, reference.metadata(), bundle, "--conditioning", conditioning);
        assertThat(run.exitCode()).as(run.err()).isZero();

        BundleManifest manifest = new BundleManifestCodec().decode(Files.readAllBytes(bundle.resolve("bundle.json")));
        assertThat(manifest.conditioning().jsonName()).isEqualTo(conditioning);
        boolean dontCare = reference.metadata().get("contain_dontcare_label").equals("True");
        assertThat(manifest.voidLabel()).isEqualTo(dontCare ? OptionalInt.of(255) : OptionalInt.empty());
        assertThat(manifest.labels())
                .hasSize(Integer.parseInt(reference.metadata().get("label_nc")));

        StateDict tensors = reference.tensors();
        int channels = Integer.parseInt(reference.metadata().get("semantic_nc"));
        WeightTensor segmentation = segmentation(tensors, channels);
        Map<String, WeightTensor> inputs = manifest.conditioning() == Conditioning.LABEL_WINDOW
                ? new LinkedHashMap<>(windows(segmentation, WindowGeometry.of(manifest)))
                : new LinkedHashMap<>(Map.of("segmentation", segmentation));
        tensors.find("z").ifPresent(z -> inputs.put("z", z));
        try (GraphSession session = GraphSession.open(bundle.resolve("generator.onnx"))) {
            float[] image = session.run(inputs).get("image").floats();
            double difference =
                    Tensors.largestDifference(image, tensors.get("image_eval").floats());
            System.out.printf(
                    Locale.ROOT,
                    "%s bundle of generator-%s: largest difference %.1e%n",
                    conditioning,
                    name,
                    difference);
            assertThat(difference).isLessThan(PARITY);
        }
    }

    /** The same masks, {@code N x C x H x W} one-hot, as label windows. */
    private static Map<String, WeightTensor> windows(WeightTensor segmentation, WindowGeometry geometry) {
        int channels = (int) segmentation.size(1);
        int plane = geometry.height() * geometry.width();
        List<int[]> labels = new ArrayList<>();
        List<boolean[]> edges = new ArrayList<>();
        for (int n = 0; n < segmentation.size(0); n++) {
            int[] mask = new int[plane];
            boolean[] border = new boolean[plane];
            for (int i = 0; i < plane; i++) {
                for (int c = 0; c < geometry.labels(); c++) {
                    if (segmentation.floats()[(n * channels + c) * plane + i] > 0) {
                        mask[i] = c;
                    }
                }
                border[i] = geometry.edges() && segmentation.floats()[(n * channels + channels - 1) * plane + i] > 0;
            }
            labels.add(mask);
            edges.add(border);
        }
        return LabelWindowInputs.of(labels, geometry.edges() ? edges : null, geometry);
    }

    @Test
    void encoderGivesTheReferencesStyles() throws IOException {
        Safetensors.Contents generator = Safetensors.read(REFERENCE.resolve("generator-style.safetensors"));
        StateDict reference =
                Safetensors.read(REFERENCE.resolve("encoder.safetensors")).tensors();
        Path bundle = folder.resolve("with-encoder");
        VerbRun run = importGenerator(
                "style",
                generator.metadata(),
                bundle,
                "--encoder",
                REFERENCE.resolve("encoder.pth").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();

        try (GraphSession session = GraphSession.open(bundle.resolve("encoder.onnx"))) {
            Map<String, WeightTensor> style = session.run(Map.of("image", reference.get("image")));
            assertThat(Tensors.largestDifference(
                            style.get("mu").floats(), reference.get("mu").floats()))
                    .isLessThan(PARITY);
            assertThat(Tensors.largestDifference(
                            style.get("logvar").floats(),
                            reference.get("logvar").floats()))
                    .isLessThan(PARITY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"label", "style", "instance", "kernel5", "more-wide", "most"})
    void generatorComesBackBitForBit(String name) throws IOException {
        Safetensors.Contents reference = Safetensors.read(REFERENCE.resolve("generator-" + name + ".safetensors"));
        List<Object> networks =
                new ArrayList<>(List.of("--generator", REFERENCE.resolve("generator-" + name + ".pth")));
        if (name.equals("style")) {
            networks.addAll(List.of("--encoder", REFERENCE.resolve("encoder.pth")));
        }
        Path out = importAndExport(networks, reference.metadata());

        assertSame(out.resolve("latest_net_G.pth"), REFERENCE.resolve("generator-" + name + ".pth"));
        if (name.equals("style")) {
            assertSame(out.resolve("latest_net_E.pth"), REFERENCE.resolve("encoder.pth"));
        }
    }

    @Test
    void allThreeNetworksComeBackBitForBit() throws IOException {
        Map<String, String> metadata =
                Safetensors.read(REFERENCE.resolve("step.safetensors")).metadata();
        List<Object> networks = List.of(
                "--generator",
                REFERENCE.resolve("step-net_G.pth"),
                "--encoder",
                REFERENCE.resolve("step-net_E.pth"),
                "--discriminator",
                REFERENCE.resolve("step-net_D.pth"));
        Path out = importAndExport(networks, metadata);

        for (String network : List.of("G", "E", "D")) {
            assertSame(
                    out.resolve("latest_net_" + network + ".pth"), REFERENCE.resolve("step-net_" + network + ".pth"));
        }
    }

    private Path importAndExport(List<Object> networks, Map<String, String> metadata) {
        Path run = folder.resolve("run");
        List<Object> arguments = new ArrayList<>(List.of("import", "--preset", "custom", "--run", run));
        arguments.addAll(networks);
        arguments.addAll(options(metadata));
        VerbRun imported = VerbRun.of(arguments.toArray());
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        Path out = folder.resolve("out");
        VerbRun exported = VerbRun.of("export", "--run", run, "--out", out, "--format", "pth");
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        return out;
    }

    private static void assertSame(Path actualFile, Path expectedFile) throws IOException {
        StateDict actual = TorchFile.read(actualFile);
        StateDict expected = TorchFile.read(expectedFile);
        assertThat(actual.names()).containsExactlyElementsOf(expected.names());
        expected.tensors().forEach((name, tensor) -> {
            assertThat(actual.get(name).toString()).as(name).isEqualTo(tensor.toString());
            if (tensor.type().floating()) {
                assertThat(actual.get(name).floats()).as(name).isEqualTo(tensor.floats());
            } else {
                assertThat(actual.get(name).longs()).as(name).isEqualTo(tensor.longs());
            }
        });
    }

    private static List<Object> options(Map<String, String> metadata) {
        List<Object> options = new ArrayList<>();
        OPTIONS.forEach(key -> options.addAll(List.of(
                "--set", key + "=" + metadata.get(key).replace("True", "true").replace("False", "false"))));
        return options;
    }

    private static VerbRun importGenerator(String name, Map<String, String> metadata, Path out, String... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "import", "--generator", REFERENCE.resolve("generator-" + name + ".pth"), "--preset", "custom"));
        arguments.addAll(options(metadata));
        arguments.addAll(List.of("--out", out));
        arguments.addAll(List.of(more));
        return VerbRun.of(arguments.toArray());
    }

    private static WeightTensor segmentation(StateDict tensors, int channels) {
        @Nullable WeightTensor instances = tensors.find("instance").orElse(null);
        return Tensors.segmentation(tensors.get("label"), instances, channels);
    }
}
