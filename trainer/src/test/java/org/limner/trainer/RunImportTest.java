package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.network.BatchNormEpsilon;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.Initialization;
import org.limner.trainer.network.MultiscaleDiscriminator;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.onnx.LivelyWeights;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.TorchFile;
import org.limner.trainer.weights.TorchFixture;
import org.limner.trainer.weights.WeightTensor;

/**
 * From the reference's files to a training, on from there, and back to its files. What can go wrong: weights that change on the way,
 * a checkpoint that no training takes, networks taken for each other.
 */
class RunImportTest {
    /** As many labels as drawn scenes have, without don't-care and instances. */
    private static final int LABELS = 14;

    private static final GeneratorShape SHAPE = new GeneratorShape(
            new Architecture(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 2, 1), LABELS, 32, 64, 3);

    private static final StateDict GENERATOR = LivelyWeights.generator(SHAPE, 3);
    private static final StateDict ENCODER = LivelyWeights.encoder(1, 3, 4);
    private static final StateDict DISCRIMINATOR =
            new MultiscaleDiscriminator(LABELS + 3, 2, 2, 3).initialize(Initialization.XAVIER, 5);

    @TempDir
    Path folder;

    private Path generator;
    private Path encoder;
    private Path discriminator;
    private Path run;

    @BeforeEach
    void writeFiles() throws IOException {
        generator = TorchFixture.of(GENERATOR).legacy(folder.resolve("G.pth"));
        encoder = TorchFixture.of(ENCODER).zip(folder.resolve("E.pth"));
        discriminator = TorchFixture.of(DISCRIMINATOR).zip(folder.resolve("D.pth"));
        run = folder.resolve("run");
    }

    private VerbRun importing(Path generator, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("import", "--generator", generator, "--run", run));
        for (String option : List.of("label_nc=14", "no_instance=true", "crop_size=64", "aspect_ratio=2.0")) {
            arguments.addAll(List.of("--set", option));
        }
        arguments.addAll(Arrays.asList(more));
        return VerbRun.of(arguments.toArray());
    }

    private VerbRun importingAll(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("--encoder", encoder, "--discriminator", discriminator));
        arguments.addAll(Arrays.asList(more));
        return importing(generator, arguments.toArray());
    }

    @Test
    void trainingGoesOnWithTheFilesWeights() throws IOException {
        VerbRun imported = importingAll("--data", "scenes", "--set", "load_size=72");

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out())
                .contains("a training before its first step, 64 x 32 pixels")
                .doesNotContain("no --");
        Settings settings = RunFolder.open(run).settings();
        Settings expected = Settings.defaults();
        for (String assignment : List.of(
                "image.width=64",
                "image.height=32",
                "load.width=72",
                "load.height=36",
                "generator.style-size=3",
                "generator.ngf=1",
                "generator.hidden=2",
                "encoder.nef=1",
                "encoder.normalization=instance",
                "discriminator.ndf=2",
                "discriminator.layers=3")) {
            expected = expected.with(assignment);
        }
        assertThat(settings.differences(expected)).isEmpty();
        Checkpoint start = RunFolder.open(run).checkpoint();
        assertSame(start.generator(), GENERATOR);
        assertThat(start.position().step()).isZero();

        VerbRun trained = VerbRun.of(
                "train",
                "--resume",
                run,
                "--epochs",
                "1",
                "--threads",
                "1",
                "--set",
                "batch-size=2",
                "--set",
                "data.count=4",
                "--set",
                "ema.batches=1");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("done after 2 steps");
        Checkpoint end = RunFolder.open(run).checkpoint();
        assertThat(end.generator().names()).containsExactlyElementsOf(GENERATOR.names());
        assertThat(end.generator().get("fc.weight").floats())
                .isNotEqualTo(GENERATOR.get("fc.weight").floats());
        assertThat(largestChange(end.generator(), "conv_img.weight")).isBetween(1e-5, 1e-3); // two steps of Adam
        // What a training saves, from the start: something left out would be missed, something more be lost.
        assertThat(end.state().names().stream().filter(name -> !name.startsWith("ema.")))
                .containsExactlyElementsOf(start.state().names());
        start.state().tensors().forEach((name, tensor) -> {
            assertThat(end.state().get(name).toString()).as(name).isEqualTo(tensor.toString());
            if (name.endsWith("_moment")) {
                assertThat(tensor.floats()).as(name).containsOnly(0);
            }
        });
    }

    private static double largestChange(StateDict weights, String name) {
        float[] before = GENERATOR.get(name).floats();
        float[] after = weights.get(name).floats();
        double largest = 0;
        for (int i = 0; i < before.length; i++) {
            largest = Math.max(largest, Math.abs(after[i] - before[i]));
        }
        return largest;
    }

    @Test
    void everythingComesBackBitForBitInEveryFormat() throws IOException {
        assertThat(importingAll().exitCode()).isZero();
        for (String[] format : new String[][] {
            {"--format", "pth"}, {"--format", "pth", "--pth-format", "legacy"}, {"--format", "safetensors"}
        }) {
            Path out = folder.resolve(String.join("", format));
            VerbRun exported = exporting(out, format);
            assertThat(exported.exitCode()).as(exported.err()).isZero();
            assertSame(read(out, "G"), GENERATOR);
            assertSame(read(out, "E"), ENCODER);
            assertSame(read(out, "D"), DISCRIMINATOR);
        }
    }

    @Test
    void exportSaysWhatTheReferenceNeedsToLoadIt() {
        assertThat(importingAll().exitCode()).isZero();

        VerbRun exported = exporting(folder.resolve("out"), "--format", "pth");

        assertThat(exported.out())
                .contains("latest_net_G.pth", "latest_net_E.pth", "latest_net_D.pth")
                .contains("--label_nc 14 --no_instance --crop_size 64 --aspect_ratio 2.0")
                .contains("--ngf 1 --norm_G spectralspadesyncbatch3x3 --use_vae --z_dim 3 --norm_E spectralinstance")
                .contains("--ndf 2 --num_D 2 --n_layers_D 3 --norm_D spectralinstance")
                .contains("its modulation has 128 hidden channels, this one 2")
                .contains("its encoder finds styles of 256 numbers, this one of 3");
    }

    /** PyTorch names a convolution by its place, which differs where no norm follows. */
    @Test
    void networksWithoutNormsKeepTheReferencesNames() throws IOException {
        StateDict plainG = LivelyWeights.generator(new SpadeGenerator(SHAPE, false, BatchNormEpsilon.ADDED), 3);
        ImageEncoder bare = new ImageEncoder(1, 3, ImageEncoder.Normalization.NONE);
        MultiscaleDiscriminator judge =
                new MultiscaleDiscriminator(LABELS + 3, 2, 2, 3, MultiscaleDiscriminator.Normalization.NONE, false);
        StateDict plainE = new StateDict();
        LivelyWeights.encoder(bare, 4)
                .tensors()
                .forEach((name, tensor) -> plainE.put(name.replaceFirst("^(layer.)\\.0", "$1"), tensor));
        StateDict plainD = judge.initialize(Initialization.NORMAL, 5);
        generator = TorchFixture.of(plainG).zip(folder.resolve("plainG.pth"));
        encoder = TorchFixture.of(plainE).zip(folder.resolve("plainE.pth"));
        discriminator = TorchFixture.of(plainD).zip(folder.resolve("plainD.pth"));

        VerbRun imported =
                importingAll("--set", "norm_G=spadebatch3x3", "--set", "norm_E=spectralnone", "--set", "norm_D=none");

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        Settings settings = RunFolder.open(run).settings();
        assertThat(settings.text(Setting.GENERATOR_SPECTRAL_NORM)).isEqualTo("false");
        assertThat(settings.text(Setting.ENCODER_SPECTRAL_NORM)).isEqualTo("true");
        assertThat(settings.text(Setting.ENCODER_NORMALIZATION)).isEqualTo("none");
        assertThat(settings.text(Setting.DISCRIMINATOR_NORMALIZATION)).isEqualTo("none");
        assertThat(settings.text(Setting.DISCRIMINATOR_SPECTRAL_NORM)).isEqualTo("false");
        Path out = folder.resolve("out");
        assertThat(exporting(out, "--format", "pth").exitCode()).isZero();
        assertThat(read(out, "E").names()).contains("layer1.weight_orig", "layer6.bias");
        assertThat(read(out, "D").names()).contains("discriminator_0.model1.0.weight", "discriminator_1.model2.0.bias");
        assertSame(read(out, "G"), plainG);
        assertSame(read(out, "E"), plainE);
        assertSame(read(out, "D"), plainD);
    }

    @Test
    void missingNetworksBeginFreshAsTheOptionsSay() throws IOException {
        VerbRun imported =
                importing(generator, "--set", "ndf=3", "--set", "num_D=1", "--set", "norm_D=spectralsync_batch");

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out())
                .contains("no --encoder: a fresh one, nef 1, normalization none")
                .contains("no --discriminator: a fresh one, ndf 3, 1 scales, 4 layers")
                .contains("labels have no names")
                .contains("go on with: limner train --resume --out " + run + " --data DIR");
        Checkpoint start = RunFolder.open(run).checkpoint();
        assertThat(MultiscaleDiscriminator.of(start.discriminator()).normalization())
                .isEqualTo(MultiscaleDiscriminator.Normalization.BATCH);
        assertThat(ImageEncoder.of(start.encoder()).styleSize()).isEqualTo(3);

        VerbRun resumed = VerbRun.of("train", "--resume", run);
        assertThat(resumed.exitCode()).isEqualTo(3);
        assertThat(resumed.err()).contains("no data yet: give --data");
    }

    @Test
    void refusesNetworksThatAreTakenForEachOther() throws IOException {
        assertRefused(importing(encoder), "E.pth holds the weights of the encoder, but --generator names it");
        assertRefused(
                importing(discriminator), "D.pth holds the weights of the discriminator, but --generator names it");
        assertRefused(
                importing(generator, "--encoder", generator),
                "G.pth holds the weights of the generator, but --encoder names it");
        assertRefused(
                importing(generator, "--discriminator", encoder),
                "E.pth holds the weights of the encoder, but --discriminator names it");
        Path notes = folder.resolve("other.safetensors");
        Safetensors.write(notes, new StateDict().put("a.weight", WeightTensor.of(new float[1], 1)), Map.of());
        assertRefused(importing(notes), "other.safetensors is not a SPADE generator's: tensor 'fc.weight' is missing");
        assertRefused(
                importing(generator, "--discriminator", notes),
                "other.safetensors: tensor 'discriminator_0.model0.0.weight' is missing");
    }

    @Test
    void refusesStateDictsThatDoNotFit() throws IOException {
        assertRefused(
                importing(changed(GENERATOR, "up_2.conv_1.bias", null)),
                "does not fit the generator: 1 problems, first 'up_2.conv_1.bias' is missing");
        assertRefused(
                importing(
                        generator,
                        "--discriminator",
                        changed(DISCRIMINATOR, "discriminator_1.model2.0.0.weight_u", null)),
                "changed.safetensors: state dict does not fit the discriminator: 1 problems, first"
                        + " 'discriminator_1.model2.0.0.weight_u' is missing");
        assertRefused(
                importing(
                        generator,
                        "--discriminator",
                        changed(DISCRIMINATOR, "discriminator_7.extra", WeightTensor.of(new float[1], 1))),
                "'discriminator_7.extra' has no place");
        assertRefused(
                importing(generator, "--encoder", changed(ENCODER, "fc_var.bias", WeightTensor.of(new float[2], 2))),
                "changed.safetensors: state dict does not fit the encoder: 1 problems, first 'fc_var.bias' has shape [2]"
                        + " but needs [3]");
        StateDict narrow = new MultiscaleDiscriminator(8, 2, 2, 3).initialize(Initialization.XAVIER, 5);
        assertRefused(
                importing(generator, "--discriminator", changed(narrow, "none", null)),
                "the discriminator reads 8 channels but segmentation and image have 14 + 3");
        Path nine = folder.resolve("nine.safetensors");
        Safetensors.write(nine, LivelyWeights.encoder(1, 9, 4), Map.of());
        assertRefused(
                importing(generator, "--encoder", nine),
                "the encoder finds styles of 9 numbers but the generator reads 3");
    }

    @Test
    void refusesOptionsThatTheWeightsContradict() throws IOException {
        assertRefused(importingAll("--set", "ndf=64"), "ndf: the weights say 2 but the options say 64");
        assertRefused(importingAll("--set", "num_D=3"), "num_D: the weights say 2 but the options say 3");
        assertRefused(importingAll("--set", "n_layers_D=4"), "n_layers_D: the weights say 3 but the options say 4");
        assertRefused(
                importingAll("--set", "norm_E=spectralnone"),
                "norm_E: the weights say instance but the options say none");
        assertRefused(
                importingAll("--set", "norm_D=instance"),
                "norm_D's spectral norm: the weights say true but the options say false");
        assertRefused(importing(generator, "--set", "norm_D=group"), "norm_D = group is not spectralinstance");
        assertRefused(
                importing(generator, "--set", "load_size=32"), "load_size = 32 is smaller than the image, 64 x 32");
        assertRefused(importing(generator, "--set", "label_nc=13", "--data", "scenes"), "the weights read 14 channels");
        Path classes = Files.writeString(folder.resolve("classes.json"), """
                {"name": "coast", "classes": [{"id": 0, "name": "sea", "color": "#0000ff"}]}
                """);
        assertRefused(
                importing(generator, "--classes", classes), "the generator reads 14 channels but 1 labels make 1");
    }

    @Test
    void refusesBrokenFilesAndPrograms() throws IOException {
        for (Path file : List.of(generator, discriminator)) {
            byte[] whole = Files.readAllBytes(file);
            Path cut = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, whole.length * 2 / 3));
            assertRefused(importing(generator, "--discriminator", cut), "cut.pth: ");
        }
        Path proof = folder.resolve("proof");
        Path program = new TorchFixture().command("touch " + proof).legacy(folder.resolve("program.pth"));
        assertRefused(importing(generator, "--discriminator", program), "program.pth: refused global posix.system");
        assertThat(proof).doesNotExist();
    }

    @Test
    void refusesToOverwrite() throws IOException {
        assertThat(importingAll().exitCode()).isZero();
        byte[] before = Files.readAllBytes(run.resolve("checkpoint.safetensors"));
        VerbRun again = importingAll();
        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(again.err()).contains("checkpoint.safetensors is there already");
        assertThat(run.resolve("checkpoint.safetensors")).hasBinaryContent(before);

        Path out = folder.resolve("out");
        assertThat(exporting(out, "--format", "pth").exitCode()).isZero();
        VerbRun exported = exporting(out, "--format", "pth");
        assertThat(exported.exitCode()).isEqualTo(3);
        assertThat(exported.err()).contains("latest_net_G.pth is there already: take another --out, or --replace it");
        assertThat(exporting(out, "--format", "pth", "--replace").exitCode()).isZero();
    }

    @Test
    void refusesOptionsOfSomethingElse() {
        assertUsage(VerbRun.of("import", "--generator", generator), "(--out=BUNDLE | --run=RUN)");
        assertUsage(importing(generator, "--out", folder.resolve("b")), "mutually exclusive");
        assertUsage(importing(generator, "--precision", "fp32"), "--precision means nothing to --run");
        assertUsage(
                VerbRun.of("import", "--generator", generator, "--out", run, "--discriminator", discriminator),
                "--discriminator means nothing to a bundle");
        assertUsage(
                exporting(folder.resolve("o"), "--format", "pth", "--licence", "MIT"),
                "--licence means nothing to --format pth");
        assertUsage(exporting(folder.resolve("o"), "--pth-format", "zip"), "--pth-format needs --format pth");
    }

    private static void assertUsage(VerbRun run, String because) {
        assertThat(run.err()).contains(because);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private VerbRun exporting(Path out, String... more) {
        List<Object> arguments = new ArrayList<>(List.of("export", "--run", run, "--out", out));
        arguments.addAll(Arrays.asList(more));
        return VerbRun.of(arguments.toArray());
    }

    /** {@code weights} but for one tensor; null: without it. */
    private Path changed(StateDict weights, String name, WeightTensor tensor) throws IOException {
        StateDict changed = new StateDict();
        weights.tensors().forEach((key, value) -> {
            if (!key.equals(name)) {
                changed.put(key, value);
            }
        });
        if (tensor != null) {
            changed.put(name, tensor);
        }
        Path file = folder.resolve("changed.safetensors");
        Safetensors.write(file, changed, Map.of());
        return file;
    }

    private void assertRefused(VerbRun verb, String because) {
        assertThat(verb.err()).contains(because).doesNotContain("\tat ");
        assertThat(verb.exitCode()).isEqualTo(3);
        assertThat(run).doesNotExist();
    }

    private static StateDict read(Path folder, String network) throws IOException {
        Path pth = folder.resolve("latest_net_" + network + ".pth");
        return Files.exists(pth)
                ? TorchFile.read(pth)
                : Safetensors.read(folder.resolve("latest_net_" + network + ".safetensors"))
                        .tensors();
    }

    private static void assertSame(StateDict actual, StateDict expected) {
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
}
