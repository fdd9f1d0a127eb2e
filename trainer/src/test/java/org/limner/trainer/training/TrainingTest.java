package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.LabelMap;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.report.CommandHistory;
import org.limner.trainer.report.ProgressDisplay;
import org.limner.trainer.report.Report;
import org.limner.trainer.report.RunLog;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;

/**
 * Real, tiny networks on 32 x 32 pixels. What could go wrong: nothing is learned, a resumed training is another one,
 * memory grows, a broken step is saved over a good checkpoint.
 */
class TrainingTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        TensorEngine.start(1); // sums come out in the same order every time
    }

    @Test
    void learnsToPaintTwoColours() throws IOException {
        TrainingOptions options = TrainingOptions.of(tiny().with("learning-rate=0.002"));
        Dataset dataset = new TwoColours(4);
        try (NDManager manager = NDManager.newBaseManager();
                Networks networks = Networks.fresh(options, 2, manager);
                TrainingStep step = new TrainingStep(options, networks, manager)) {
            Batch batch = Batch.of(List.of(dataset.example(0), dataset.example(1)), false);
            double before = colourError(networks, dataset, manager);
            for (int i = 0; i < 60; i++) {
                assertThat(step.run(batch, i, 1).values().keySet())
                        .containsExactly("GAN", "feature", "KL", "fake", "real");
            }
            double after = colourError(networks, dataset, manager);

            assertThat(before).isGreaterThan(60); // grey where red and blue should be
            assertThat(after).isLessThan(before / 2);
        }
    }

    @Test
    void goesOnBitForBitAfterAResume() throws IOException {
        Checkpoint whole = train("whole", 4, tiny(), null).checkpoint();
        Checkpoint half = train("half", 2, tiny(), null).checkpoint();
        Checkpoint resumed = train("resumed", 2, tiny(), half).checkpoint();

        assertThat(resumed.position().step()).isEqualTo(4);
        assertThat(half.state().names()).isEqualTo(whole.state().names());
        assertThat(whole.state().names()).anyMatch(name -> name.startsWith("G."));
        assertThat(whole.state().names()).anyMatch(name -> name.startsWith("E."));
        assertThat(whole.state().names()).anyMatch(name -> name.startsWith("D."));
        assertThat(whole.state().names()).anyMatch(name -> name.startsWith("ema."));
        assertThat(differing(whole.state(), half.state())).isNotEmpty();
        assertThat(differing(whole.state(), resumed.state())).isEmpty();
    }

    @Test
    void letsTheGeneratorSitOutWhileTheDiscriminatorTakesMoreSteps() throws IOException {
        TrainingOptions options = TrainingOptions.of(tiny().with("discriminator-steps=3"));
        Dataset dataset = new TwoColours(4);
        try (NDManager manager = NDManager.newBaseManager();
                Networks networks = Networks.fresh(options, 2, manager);
                TrainingStep step = new TrainingStep(options, networks, manager)) {
            Batch batch = Batch.of(List.of(dataset.example(0), dataset.example(1)), false);
            step.run(batch, 0, 1);
            float[] painter = networks.generatorWeights().get("conv_img.weight").toFloatArray();
            float[] judge = networks.discriminatorWeights()
                    .get("discriminator_0.model0.0.weight")
                    .toFloatArray();

            for (int i = 1; i < 3; i++) {
                assertThat(step.run(batch, i, 1).values().keySet()).containsExactly("fake", "real");
            }
            assertThat(networks.generatorWeights().get("conv_img.weight").toFloatArray())
                    .isEqualTo(painter);
            assertThat(networks.discriminatorWeights()
                            .get("discriminator_0.model0.0.weight")
                            .toFloatArray())
                    .isNotEqualTo(judge);

            step.run(batch, 3, 1);
            assertThat(networks.generatorWeights().get("conv_img.weight").toFloatArray())
                    .isNotEqualTo(painter);
        }
    }

    @Test
    void refusesAPerceptualNetworkThatIsNone() throws IOException {
        Path text = Files.writeString(folder.resolve("vgg.pth"), "not a network");

        for (Path file : List.of(text, folder.resolve("absent.pth"))) {
            TrainingOptions options = TrainingOptions.of(tiny().with("loss.perceptual-network=" + file));
            try (NDManager manager = NDManager.newBaseManager();
                    Networks networks = Networks.fresh(options, 2, manager)) {
                assertThatThrownBy(() -> new TrainingStep(options, networks, manager))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("loss.perceptual-network")
                        .hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void trainsALabelGeneratorWithoutAnEncoder() throws IOException {
        RunFolder run = train("label", 1, tiny().with("generator.input=label").with("ema.decay=0"), null);

        assertThat(run.checkpoint().encoder().isEmpty()).isTrue();
        assertThat(run.checkpoint().averagedGenerator().names())
                .isEqualTo(run.checkpoint().generator().names());
        RgbImage grid = new RunSampler(run).grid(run.checkpoint(), new TwoColours(4), 2, new long[] {1}, true);
        assertThat(grid.width()).isEqualTo(3 * 32 + 2 * 2); // mask, photo, rendering
    }

    @Test
    void leavesConfigClassesLogAndAGrid() throws IOException {
        RunFolder run = train("run", 2, tiny().with("log.seconds=0"), null);

        assertThat(run.settings().differences(tiny().with("log.seconds=0"))).isEmpty();
        assertThat(run.classes()).isEqualTo(new TwoColours(4).classes());
        RunLog log = RunLog.read(run.path().resolve("log.jsonl"));
        assertThat(log.reports()).hasSize(2).allMatch(report -> report.imagesPerSecond() > 0);
        assertThat(log.reports().get(1).discriminatorRate())
                .isEqualTo(4 * log.reports().get(1).generatorRate());
        assertThat(log.reports().get(1).losses()).containsOnlyKeys("GAN", "feature", "KL", "fake", "real");
        assertThat(run.path().resolve("index.html"))
                .content(StandardCharsets.UTF_8)
                .contains("<b>stopped</b>", "samples/step-0000002.png", "<code>limner train</code>");
        assertThat(run.path().resolve("tensorboard")).isDirectoryContaining("glob:**/events.out.tfevents.*");
        RgbImage grid = PictureFiles.readPhoto(run.samples().resolve("step-0000002.png"));
        assertThat(grid.width()).isEqualTo(6 * 32 + 5 * 2); // mask, photo, encoded style, three seeds
        assertThat(grid.height()).isEqualTo(4 * 32 + 3 * 2);
        assertThat(grid.at(0, 0, 0)).isEqualTo(0xAA); // the mask in its class's colour
        assertThat(run.checkpoint().losses()).containsOnlyKeys("GAN", "feature", "KL", "fake", "real");
        assertThat(run.checkpoint().command()).isEqualTo("limner train");
    }

    @Test
    void stopsAtALossThatIsNoNumberAndKeepsTheOldCheckpoint() throws IOException {
        RunFolder run = train("run", 1, tiny(), null);
        byte[] before = Files.readAllBytes(run.checkpointFile());
        StateDict poisoned = new StateDict();
        run.checkpoint().state().tensors().forEach((name, tensor) -> poisoned.put(name, tensor));
        poisoned.get("G.conv_img.bias").floats()[0] = Float.NaN;
        Checkpoint broken = new Checkpoint(poisoned, new Position(1, 0, 0), Map.of(), 1, "two colours", "limner train");

        assertThatThrownBy(() -> go(run, tiny(), broken, 1))
                .isInstanceOf(DivergenceException.class)
                .hasMessageContaining("step 1")
                .hasMessageContaining("NaN");
        assertThat(Files.readAllBytes(run.checkpointFile())).isEqualTo(before);
        assertThat(RunLog.read(run.path().resolve("log.jsonl")).notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.kind()).isEqualTo("diverged"));
        assertThat(run.path().resolve("index.html"))
                .content(StandardCharsets.UTF_8)
                .contains("<b>diverged</b>");
    }

    @Test
    void refusesACheckpointOfOtherNetworks() throws IOException {
        RunFolder run = train("run", 1, tiny(), null);
        Checkpoint checkpoint = run.checkpoint();

        assertThatThrownBy(() -> go(run, tiny().with("generator.hidden=5"), checkpoint, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mlp_shared");
    }

    @Test
    void refusesAFolderThatHoldsATraining() throws IOException {
        RunFolder run = train("run", 1, tiny(), null);

        assertThatThrownBy(() -> RunFolder.create(run.path(), tiny(), run.classes()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--resume");
    }

    @Test
    void keepsTheOldCheckpointWhenANewOneCannotBeWritten() throws IOException {
        RunFolder run = train("run", 1, tiny(), null);
        byte[] before = Files.readAllBytes(run.checkpointFile());
        Checkpoint checkpoint = run.checkpoint();
        Path blocked = folder.resolve("no such folder").resolve("checkpoint.safetensors");

        assertThatThrownBy(() -> checkpoint.write(blocked)).isInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(run.checkpointFile())).isEqualTo(before);
        assertThat(Files.list(run.path()).map(file -> file.getFileName().toString()))
                .noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void saysWhatIsIntactWhenACheckpointCannotBeWritten() throws IOException {
        RunFolder run = train("run", 1, tiny(), null);
        Checkpoint checkpoint = run.checkpoint();
        Path kept = run.path().resolve("checkpoint-1.safetensors");
        Files.move(run.checkpointFile(), kept);
        Files.createDirectories(run.checkpointFile().resolve("in the way")); // a folder that no file can replace

        assertThatThrownBy(() -> go(run, tiny(), checkpoint, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(run.checkpointFile() + " (")
                .hasMessageContaining("bytes for step 2")
                .hasMessageContaining("bytes are free")
                .hasMessageContaining("The training stops after step 2. The checkpoint of step 1 is intact")
                .hasMessageContaining("--resume " + run.path());
        assertThat(Checkpoint.read(kept).position().step()).isEqualTo(1);
        assertThat(Files.list(run.path()).map(file -> file.getFileName().toString()))
                .noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void namesTheLogThatADiskHasNoRoomFor() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "only Linux has a device that is always full");
        RunFolder run = train("run", 1, tiny(), null);
        Checkpoint checkpoint = run.checkpoint();
        Path log = run.path().resolve("log.jsonl");
        Files.delete(log);
        Files.createSymbolicLink(log, Path.of("/dev/full"));

        assertThatThrownBy(() -> go(run, tiny(), checkpoint, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(log + " cannot be written: No space left on device");
        assertThat(run.checkpoint().position().step()).isEqualTo(1);
    }

    @Test
    void keepsACheckpointOfEverySecondEpoch() throws IOException {
        RunFolder run = train("run", 9, tiny().with("checkpoint.epochs=2"), null); // two steps make an epoch

        try (var files = Files.list(run.path().resolve("checkpoints"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("epoch-0002.safetensors", "epoch-0004.safetensors");
        }
        assertThat(Checkpoint.read(run.checkpointFile(2)).position().step()).isEqualTo(4);
        assertThat(Checkpoint.read(run.checkpointFile(4)).position().epoch()).isEqualTo(4);
        RgbImage grid = new RunSampler(run)
                .grid(Checkpoint.read(run.checkpointFile(2)), new TwoColours(4), 2, new long[] {1}, true);
        assertThat(grid.height()).isEqualTo(2 * 32 + 2);
    }

    @Test
    void remembersEveryCommandThatTrained() throws IOException {
        RunFolder run = train("run", 2, tiny(), null);
        go(run, tiny(), run.checkpoint(), 0); // takes no step, so it trained nothing
        go(run, tiny(), run.checkpoint(), 1);
        go(run, tiny(), run.checkpoint(), 1);

        assertThat(run.checkpoint().history().entries())
                .extracting(CommandHistory.Entry::step)
                .containsExactly(0L, 2L, 3L);
        assertThat(run.checkpoint().command()).isEqualTo("limner train ; limner train ; limner train");
    }

    @Test
    void readsACheckpointThatKnowsItsLastCommandAlone() throws IOException {
        RunFolder run = train("run", 1, tiny(), null);
        Safetensors.Contents contents = Safetensors.read(run.checkpointFile());
        Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
        assertThat(metadata.remove("history")).isNotNull();
        Safetensors.write(run.checkpointFile(), contents.tensors(), metadata);

        assertThat(run.checkpoint().history()).isEqualTo(CommandHistory.of("limner train"));
    }

    @Test
    void holdsOnToNothingAfterAStep() throws IOException {
        TrainingOptions options = TrainingOptions.of(tiny());
        Dataset dataset = new TwoColours(4);
        try (NDManager manager = NDManager.newBaseManager();
                Networks networks = Networks.fresh(options, 2, manager);
                TrainingStep step = new TrainingStep(options, networks, manager);
                WeightAverage average = WeightAverage.fresh(networks, options.averaging(), manager)) {
            Batch batch = Batch.of(List.of(dataset.example(0), dataset.example(1)), false);
            step.run(batch, 0, 1);
            average.update(1);
            average.refresh(List.of(batch), 1);
            int arrays = held(networks, manager);
            for (int i = 1; i < 5; i++) {
                step.run(batch, i, 1);
                average.update(i + 1);
                average.refresh(List.of(batch), 1);
            }

            assertThat(held(networks, manager)).isEqualTo(arrays);
        }
    }

    @Test
    void saysHowItGoesInLines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Report report = new Report(
                1_234,
                2,
                60,
                0.25,
                Map.of("GAN", 0.5),
                0.75,
                1e-4,
                4e-4,
                12.34,
                0.031,
                OptionalLong.of(700L << 20),
                OptionalLong.of(3),
                3_725);
        try (ProgressDisplay lines = ProgressDisplay.lines(new PrintStream(out, true, StandardCharsets.UTF_8))) {
            lines.show(report);
        }

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "step 1,234",
                        "epoch 3",
                        "GAN 0.500",
                        "12.3 images/s",
                        "data wait 3 %",
                        "RSS 700 MiB",
                        "x 0.75",
                        "3 examples skipped",
                        "1:02 h left");
    }

    private static int held(Networks networks, NDManager manager) {
        return manager.getManagedArrays().size()
                + networks.generatorWeights()
                        .get("conv_img.bias")
                        .getManager()
                        .getManagedArrays()
                        .size()
                + networks.discriminatorWeights()
                        .get("discriminator_0.model0.0.bias")
                        .getManager()
                        .getManagedArrays()
                        .size();
    }

    private RunFolder train(String name, int steps, Settings settings, @Nullable Checkpoint from) throws IOException {
        RunFolder run = RunFolder.create(folder.resolve(name), settings, new TwoColours(4).classes());
        go(run, settings, from, steps);
        return run;
    }

    private static void go(RunFolder run, Settings settings, @Nullable Checkpoint from, int steps) throws IOException {
        Dataset dataset = new TwoColours(4);
        ProgressDisplay silent = ProgressDisplay.lines(new PrintStream(new ByteArrayOutputStream()));
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier stop = () -> asked.getAndIncrement() >= steps;
        try (Training training =
                new Training(run, TrainingOptions.of(settings), dataset, dataset, from, "limner train", silent)) {
            training.run(stop);
        }
    }

    private static Settings tiny() {
        Settings settings = Settings.defaults();
        for (String assignment : List.of(
                "image.width=32",
                "image.height=32",
                "load.width=36",
                "load.height=36",
                "generator.ngf=2",
                "generator.hidden=4",
                "generator.style-size=4",
                "encoder.nef=1",
                "discriminator.ndf=4",
                "batch-size=2",
                "ema.batches=2")) {
            settings = settings.with(assignment);
        }
        return settings;
    }

    private static List<String> differing(StateDict one, StateDict other) {
        return one.names().stream()
                .filter(name -> one.get(name).type().floating()
                        ? !Arrays.equals(one.get(name).floats(), other.get(name).floats())
                        : !Arrays.equals(one.get(name).longs(), other.get(name).longs()))
                .toList();
    }

    /** Mean absolute difference of renderings to photos in levels of 255. */
    private static double colourError(Networks networks, Dataset dataset, NDManager manager) {
        RgbImage grid =
                SampleGrid.of(dataset, 2, false, networks, manager).render(networks.generatorWeights(), new long[0]);
        double sum = 0;
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    sum += Math.abs(grid.at(34 + x, y, channel) - grid.at(68 + x, y, channel));
                }
            }
        }
        return sum / (32 * 32 * 3);
    }

    /** Red above, blue below, the horizon somewhere else in each example. */
    private record TwoColours(int size) implements Dataset {
        @Override
        public String name() {
            return "two colours";
        }

        @Override
        public ClassTable classes() {
            return new ClassTable(
                    "two colours",
                    "none",
                    "drawn here",
                    OptionalInt.empty(),
                    List.of(new LabelClass(0, "above", "#aa0000"), new LabelClass(1, "below", "#0000aa")),
                    Map.of());
        }

        @Override
        public Example example(int index) {
            byte[] pixels = new byte[3 * 32 * 32];
            short[] labels = new short[32 * 32];
            for (int i = 0; i < labels.length; i++) {
                boolean below = i / 32 >= 12 + 3 * index;
                labels[i] = (short) (below ? 1 : 0);
                pixels[3 * i + (below ? 2 : 0)] = (byte) 255;
            }
            return new Example("horizon " + index, new RgbImage(32, 32, pixels), new LabelMap(32, 32, labels));
        }
    }
}
