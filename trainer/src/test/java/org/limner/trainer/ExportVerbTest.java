package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.bundle.TrainingRecord;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.schemas.job.Digests;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.onnx.GeneratorGraph;
import org.limner.trainer.onnx.LivelyWeights;
import org.limner.trainer.onnx.MaskInputs;
import org.limner.trainer.onnx.Tensors;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.DataSource;
import org.limner.trainer.training.Position;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** From a training's folder to a bundle. What can go wrong: the wrong one of two sets of weights, lost provenance. */
class ExportVerbTest {
    private static final double PARITY = 3e-5; // of the window graph and the plain one

    private static final List<String> SETTINGS = List.of(
            "image.width=64",
            "image.height=32",
            "load.width=64",
            "load.height=32",
            "generator.ngf=1",
            "generator.hidden=4",
            "generator.style-size=5",
            "encoder.nef=1");

    @TempDir
    Path folder;

    private GeneratorShape shape;
    private ClassTable classes;
    private StateDict live;
    private StateDict average;
    private Path run;
    private Path out;

    @BeforeEach
    void pretendToHaveTrained() throws IOException {
        Settings settings = Settings.defaults();
        for (String assignment : SETTINGS) {
            settings = settings.with(assignment);
        }
        TrainingOptions options = TrainingOptions.of(settings);
        classes = DataSource.toLookAt(options).classes();
        shape = options.generatorShape(classes.channels());
        live = LivelyWeights.generator(shape, 1);
        average = LivelyWeights.generator(shape, 2);
        ImageEncoder encoder = new ImageEncoder(1, 5, options.network().encoderNormalization());
        StateDict state = new StateDict()
                .putAll("G.", live)
                .putAll("E.", LivelyWeights.encoder(encoder, 3))
                .putAll("ema.", average);
        run = folder.resolve("run");
        out = folder.resolve("bundles/drawn");
        RunFolder.create(run, settings, classes);
        new Checkpoint(
                        state,
                        new Position(70, 2, 12.5),
                        Map.of("GAN", 0.5),
                        9,
                        "scenes/train",
                        "limner train --out run")
                .write(run.resolve("checkpoint.safetensors"));
    }

    @Test
    void bundleHasTheAverageAndSaysWhereItIsFrom() throws IOException {
        VerbRun exported = VerbRun.of("export", "--run", run, "--out", out);

        assertThat(exported.exitCode()).as(exported.err()).isZero();
        BundleManifest manifest = new BundleManifestCodec().decode(Files.readAllBytes(out.resolve("bundle.json")));
        assertThat(manifest.name()).isEqualTo("drawn");
        assertThat(manifest.conditioning()).isEqualTo(Conditioning.LABEL_WINDOW);
        assertThat(manifest.labels()).isEqualTo(classes.classes());
        assertThat(manifest.training())
                .contains(new TrainingRecord(
                        "trained", "limner train --out run", "scenes/train", 9, 70, 12.5, Map.of("GAN", 0.5)));
        assertThat(manifest.inputChannels()).isEqualTo(shape.inputChannels());
        for (Map.Entry<String, String> file : manifest.files().entrySet()) {
            assertThat(Digests.sha256(Files.readAllBytes(out.resolve(file.getKey()))))
                    .isEqualTo(file.getValue());
        }
        assertThat(manifest.files()).containsOnlyKeys("generator.onnx", "encoder.onnx", "sample.png");
        assertThat(Tensors.largestDifference(render(out.resolve("generator.onnx")), expected(average)))
                .isLessThan(PARITY);
        BufferedImage sample = ImageIO.read(out.resolve("sample.png").toFile());
        assertThat(sample.getWidth()).isEqualTo(5 * 64 + 4 * 4); // mask and four seeds
        assertThat(sample.getHeight()).isEqualTo(3 * 32 + 2 * 4); // three scenes
        try (GraphSession session = GraphSession.open(out.resolve("generator.onnx"))) {
            assertThat(session.metadata())
                    .containsEntry("limner.bundle", "drawn@1")
                    .containsEntry("limner.command", "limner train --out run")
                    .containsEntry("limner.losses", "{GAN=0.5}");
        }
    }

    @Test
    void plainGraphIsWrittenWhenAskedFor() throws IOException {
        VerbRun exported = VerbRun.of("export", "--run", run, "--out", out, "--conditioning", "one-hot");

        assertThat(exported.exitCode()).as(exported.err()).isZero();
        BundleManifest manifest = new BundleManifestCodec().decode(Files.readAllBytes(out.resolve("bundle.json")));
        assertThat(manifest.conditioning()).isEqualTo(Conditioning.ONE_HOT);
        assertThat(render(out.resolve("generator.onnx"))).isEqualTo(expected(average));
    }

    @Test
    void liveTakesTheLastStepsWeights() throws IOException {
        assertThat(VerbRun.of("export", "--run", run, "--out", out, "--live").exitCode())
                .isZero();

        assertThat(Tensors.largestDifference(render(out.resolve("generator.onnx")), expected(live)))
                .isLessThan(PARITY);
    }

    @Test
    void externalDataIsListedAndLoads() throws IOException {
        VerbRun exported =
                VerbRun.of("export", "--run", run, "--out", out, "--external-data", "--precision", "fp16-weights");

        assertThat(exported.exitCode()).as(exported.err()).isZero();
        BundleManifest manifest = new BundleManifestCodec().decode(Files.readAllBytes(out.resolve("bundle.json")));
        assertThat(manifest.precision()).isEqualTo(Precision.FP16_WEIGHTS);
        assertThat(manifest.files()).containsKeys("generator.onnx.data", "encoder.onnx.data");
        assertThat(Tensors.largestDifference(render(out.resolve("generator.onnx")), expected(average)))
                .isLessThan(3e-2);
    }

    @Test
    void replacesABundleWhenToldTo() throws IOException {
        assertThat(VerbRun.of("export", "--run", run, "--out", out).exitCode()).isZero();
        assertThat(VerbRun.of("export", "--run", run, "--out", out).exitCode()).isEqualTo(3);
        assertThat(VerbRun.of("export", "--run", run, "--out", out, "--replace", "--bundle-version", "2")
                        .exitCode())
                .isZero();

        assertThat(new BundleManifestCodec()
                        .decode(Files.readAllBytes(out.resolve("bundle.json")))
                        .version())
                .isEqualTo(2);
        try (var files = Files.list(out.getParent())) {
            assertThat(files).containsExactly(out);
        }
    }

    @Test
    void refusesAFolderWithoutTraining() {
        VerbRun exported = VerbRun.of("export", "--run", folder, "--out", out);

        assertThat(exported.exitCode()).isEqualTo(3);
        assertThat(exported.err()).contains("is not a training's folder");
    }

    private float[] render(Path graph) {
        try (GraphSession session = GraphSession.open(graph)) {
            Map<String, WeightTensor> inputs = new LinkedHashMap<>(MaskInputs.of(session, shape, false));
            inputs.put("z", Tensors.random(9, 1, 5));
            return session.run(inputs).get("image").floats();
        }
    }

    private float[] expected(StateDict weights) throws IOException {
        Path graph = folder.resolve("expected.onnx");
        GeneratorGraph.build(weights, shape, Precision.FP32, Map.of()).write(graph);
        return render(graph);
    }
}
