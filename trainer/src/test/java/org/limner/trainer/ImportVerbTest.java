package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.onnx.GeneratorGraph;
import org.limner.trainer.onnx.LivelyWeights;
import org.limner.trainer.onnx.MaskInputs;
import org.limner.trainer.onnx.Tensors;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.TorchFixture;
import org.limner.trainer.weights.WeightTensor;

/** The verb as a person uses it. What can go wrong: weights in the wrong place, and a mistake that is believed. */
class ImportVerbTest {
    private static final double PARITY = 3e-5; // of the window graph and the plain one

    /** 4 labels, don't-care, instance edges; 64 x 32, so that a swapped width and height show. */
    private static final GeneratorShape SHAPE = new GeneratorShape(
            new Architecture(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 5, 1), 6, 32, 64, 7);

    private static final StateDict GENERATOR = LivelyWeights.generator(SHAPE, 3);
    private static final StateDict ENCODER = LivelyWeights.encoder(1, 7, 4);

    @TempDir
    Path folder;

    private Path generator;
    private Path encoder;
    private Path out;

    @BeforeEach
    void writeFiles() throws IOException {
        generator = TorchFixture.of(GENERATOR).zip(folder.resolve("G.pth"));
        encoder = TorchFixture.of(ENCODER).legacy(folder.resolve("E.pth"));
        out = folder.resolve("bundles/coast");
    }

    private VerbRun importing(Path generator, String... more) {
        List<Object> arguments = new ArrayList<>(List.of("import", "--generator", generator, "--out", out));
        for (String option : List.of(
                "label_nc=4", "contain_dontcare_label=true", "no_instance=false", "crop_size=64", "aspect_ratio=2.0")) {
            if (Arrays.stream(more).noneMatch(option.substring(0, option.indexOf('=') + 1)::equals)) {
                arguments.addAll(List.of("--set", option));
            }
        }
        Arrays.stream(more).filter(word -> !word.endsWith("=")).forEach(arguments::add);
        return VerbRun.of(arguments.toArray());
    }

    @Test
    void bundleRendersWithTheFilesWeights() throws IOException {
        VerbRun run =
                importing(generator, "--encoder", encoder.toString(), "--bundle-version", "3", "--licence", "MIT");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "bundle coast@3, 4 labels and void 255, instance edges, 64 x 32 pixels, styles of 7 numbers with an encoder, label-window, fp32");
        BundleManifest manifest = new BundleManifestCodec().decode(Files.readAllBytes(out.resolve("bundle.json")));
        assertThat(manifest.architecture()).isEqualTo(SHAPE.architecture());
        assertThat(manifest.labels()).hasSize(4);
        assertThat(manifest.labels().get(3).name()).isEqualTo("label 3");
        assertThat(manifest.labels().get(3).color()).isEqualTo("#808000");
        assertThat(manifest.voidLabel()).isEqualTo(OptionalInt.of(255));
        assertThat(manifest.instances()).isTrue();
        assertThat(manifest.encoderInputSize()).isEqualTo(OptionalInt.of(256));
        assertThat(manifest.licence()).isEqualTo("MIT");
        assertThat(manifest.training().orElseThrow().origin()).isEqualTo("imported");
        assertThat(manifest.training().orElseThrow().command()).startsWith("limner import --generator ");
        assertThat(manifest.files()).containsOnlyKeys("generator.onnx", "encoder.onnx", "sample.png");
        assertThat(Tensors.largestDifference(render(out.resolve("generator.onnx")), expected()))
                .isLessThan(PARITY);
    }

    @Test
    void readsBothFormatsAndSafetensors() throws IOException {
        Path legacy = TorchFixture.of(GENERATOR).legacy(folder.resolve("legacy.pth"));
        Path safetensors = folder.resolve("G.safetensors");
        Safetensors.write(safetensors, GENERATOR, Map.of());
        for (Path file : List.of(legacy, safetensors)) {
            VerbRun run = importing(file, "--replace");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(Tensors.largestDifference(render(out.resolve("generator.onnx")), expected()))
                    .isLessThan(PARITY);
        }
    }

    @Test
    void labelsTakeNamesAndVoidFromClassesJson() throws IOException {
        Path classes = Files.writeString(folder.resolve("classes.json"), """
                {"name": "coast", "void": 99, "classes": [
                  {"id": 0, "name": "sea", "color": "#0000ff"}, {"id": 1, "name": "sand", "color": "#ffff00"},
                  {"id": 2, "name": "sky", "color": "#00ffff"}, {"id": 3, "name": "rock", "color": "#808080"}]}
                """);

        VerbRun run = importing(generator, "--classes", classes.toString(), "--data-name", "coast");

        assertThat(run.exitCode()).as(run.err()).isZero();
        BundleManifest manifest = new BundleManifestCodec().decode(Files.readAllBytes(out.resolve("bundle.json")));
        assertThat(manifest.labels().get(1).name()).isEqualTo("sand");
        assertThat(manifest.voidLabel()).isEqualTo(OptionalInt.of(99));
        assertThat(manifest.training().orElseThrow().data()).isEqualTo("coast");
    }

    @Test
    void refusesSettingsThatTheWeightsContradict() throws IOException {
        assertRefused(
                importing(generator, "label_nc=", "--set", "label_nc=5"),
                "the weights read 6 channels but label_nc = 5, contain_dontcare_label = true, no_instance = false make 7");
        assertRefused(
                importing(generator, "crop_size=", "--set", "crop_size=128"),
                "a first map of 2 pixels but crop_size = 128 with this aspect_ratio and num_upsampling_layers makes one of 4 x 2");
        assertRefused(importing(generator, "--set", "ngf=64"), "ngf: the weights say 1 but the options say 64");
        assertRefused(
                importing(generator, "--set", "nhidden=128"), "nhidden: the weights say 5 but the options say 128");
        assertRefused(importing(generator, "--set", "z_dim=256"), "z_dim: the weights say 7 but the options say 256");
        assertRefused(
                importing(generator, "--set", "use_vae=false"),
                "use_vae: the weights say true but the options say false");
        assertRefused(
                importing(generator, "--set", "num_upsampling_layers=most"),
                "num_upsampling_layers = most, but the weights have no block 'up_4', which 'most' has");
        assertRefused(
                importing(generator, "--set", "norm_G=spectralspadeinstance3x3"),
                "norm_G's instance norm: the weights say false but the options say true");
        assertRefused(
                importing(generator, "--set", "norm_G=spectralspadesyncbatch5x5"),
                "norm_G's kernel: the weights say 3 but the options say 5");
        assertRefused(importing(generator, "--set", "void=2"), "void = 2 is one of the 4 labels");
        assertRefused(
                importing(generator, "--set", "lable_nc=4"),
                "there is no option 'lable_nc'; did you mean 'label_nc'? There are");
        assertRefused(importing(generator, "label_nc="), "label_nc is not given: the weights read 6 channels");
        assertRefused(
                importing(generator, "--preset", "ade20"), "there is no import preset 'ade20'; did you mean 'ade20k'?");
        assertRefused(importing(generator, "--set", "crop_size=big"), "crop_size = big is not a whole number");
    }

    @Test
    void refusesStateDictsThatAreNotThisNetwork() throws IOException {
        StateDict less = new StateDict();
        StateDict more = new StateDict();
        StateDict other = new StateDict();
        GENERATOR.tensors().forEach((name, tensor) -> {
            more.put(name, tensor);
            other.put(name, name.equals("up_2.conv_1.bias") ? WeightTensor.of(new float[5], 5) : tensor);
            if (!name.equals("up_1.norm_s.mlp_beta.bias")) {
                less.put(name, tensor);
            }
        });
        more.put("up_9.extra", WeightTensor.of(new float[1], 1));
        Path file = folder.resolve("bad.safetensors");
        Safetensors.write(file, less, Map.of());
        assertRefused(importing(file), "'up_1.norm_s.mlp_beta.bias' is missing");
        Safetensors.write(file, more, Map.of());
        assertRefused(importing(file), "'up_9.extra' has no place");
        Safetensors.write(file, other, Map.of());
        assertRefused(importing(file), "'up_2.conv_1.bias' has shape [5] but needs [2]");
        Safetensors.write(file, LivelyWeights.encoder(1, 9, 4), Map.of());
        assertRefused(
                importing(generator, "--encoder", file.toString()), "styles of 9 numbers but the generator reads 7");
        assertRefused(importing(encoder), "E.pth holds the weights of the encoder, but --generator names it");
    }

    @Test
    void refusesFilesThatAreBrokenOrPrograms() throws IOException {
        assertRefused(importing(folder.resolve("nothing.pth")), "there is no file");
        Path cut = folder.resolve("cut.pth");
        byte[] whole = Files.readAllBytes(TorchFixture.of(GENERATOR).legacy(cut));
        Files.write(cut, Arrays.copyOf(whole, whole.length - 2));
        assertRefused(importing(cut), "cut.pth: storage conv_img.bias of tensor 'conv_img.bias' ends 2 bytes early");
        Path proof = folder.resolve("proof");
        Path program = new TorchFixture().command("touch " + proof).zip(folder.resolve("program.pth"));
        assertRefused(importing(program), "program.pth: refused global posix.system");
        assertThat(proof).doesNotExist();
    }

    @Test
    void refusesWhatItCannotWrite() throws IOException {
        assertRefused(importing(generator, "--name", "Coast!"), "is 'Coast!'");
        assertRefused(
                importing(generator, "--precision", "fp8"),
                "--precision is fp8 but can be fp32 or fp16-weights or fp16");
        assertRefused(
                importing(generator, "--conditioning", "two-hot"),
                "--conditioning is two-hot but can be one-hot or label-window");
        StateDict nan = new StateDict();
        GENERATOR
                .tensors()
                .forEach((name, tensor) -> nan.put(
                        name,
                        name.equals("conv_img.bias") ? WeightTensor.of(new float[] {0, Float.NaN, 0}, 3) : tensor));
        Path file = folder.resolve("nan.safetensors");
        Safetensors.write(file, nan, Map.of());
        assertRefused(importing(file), "the generator paints NaN");

        assertThat(importing(generator).exitCode()).isZero();
        byte[] first = Files.readAllBytes(out.resolve("bundle.json"));
        VerbRun second = importing(generator, "--bundle-version", "2");
        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.err()).contains("is there already: take another --out, or --replace it");
        assertThat(out.resolve("bundle.json")).hasBinaryContent(first);

        out = Files.createDirectories(folder.resolve("photos"));
        Files.writeString(out.resolve("mine.txt"), "keep");
        VerbRun third = importing(generator, "--replace");
        assertThat(third.exitCode()).isEqualTo(3);
        assertThat(third.err()).contains("is no bundle, so it is not replaced");
        assertThat(out.resolve("mine.txt")).exists();
    }

    /** And leaves nothing where the bundle would have been, nor beside it. */
    private void assertRefused(VerbRun run, String because) throws IOException {
        assertThat(run.err()).contains(because).doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(3);
        if (Files.exists(out.getParent())) {
            try (Stream<Path> files = Files.list(out.getParent())) {
                assertThat(files).isEmpty();
            }
        }
    }

    private static float[] render(Path graph) {
        try (GraphSession session = GraphSession.open(graph)) {
            Map<String, WeightTensor> inputs = new LinkedHashMap<>(MaskInputs.of(session, SHAPE, true));
            inputs.put("z", Tensors.random(9, 1, 7));
            return session.run(inputs).get("image").floats();
        }
    }

    private float[] expected() throws IOException {
        Path graph = folder.resolve("expected.onnx");
        GeneratorGraph.build(GENERATOR, SHAPE, Precision.FP32, Map.of()).write(graph);
        return render(graph);
    }
}
