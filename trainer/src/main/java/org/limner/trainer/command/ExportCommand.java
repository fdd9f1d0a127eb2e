package org.limner.trainer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.TrainingRecord;
import org.limner.trainer.bundle.BundleContents;
import org.limner.trainer.bundle.SampleMask;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.reference.ReferenceFlags;
import org.limner.trainer.reference.WeightFiles;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.DataSource;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.weights.StateDict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limner export}. */
@Command(
        name = "export",
        description = {
            "Makes a model bundle of a training, with the running average of its",
            "generator; or state dicts that Python loads, under the reference's names."
        },
        footer = {
            "",
            "Examples:",
            "  limner export --run runs/camvid --out bundles/camvid --precision fp16-weights",
            "  limner export --run runs/camvid --out checkpoints/camvid \\",
            "      --format pth --pth-format legacy",
        })
public final class ExportCommand implements Callable<Integer> {
    private static final int SAMPLES = 3;

    /** What may be made; in lower case on the command line. */
    enum Format {
        BUNDLE,
        PTH,
        SAFETENSORS
    }

    /** Layouts of {@code .pth}; in lower case on the command line. */
    enum PthFormat {
        ZIP,
        LEGACY
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--run", required = true, paramLabel = "RUN", description = "A training's folder.")
    private Path run = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "The bundle, or where files go.")
    private Path out = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "bundle",
            description = {
                "bundle: what workers load. Default: ${DEFAULT-VALUE}.",
                "pth, safetensors: latest_net_G, latest_net_D and, with styles, latest_net_E, with the reference's keys."
            })
    private Format format = Format.BUNDLE;

    @Option(
            names = "--pth-format",
            paramLabel = "F",
            description = "zip: for torch 1.6 and later (default). legacy: for every torch, as the reference's 1.0.")
    private @Nullable PthFormat pthFormat;

    @Mixin
    private CheckpointChoice choice = new CheckpointChoice();

    @Mixin
    private BundleOptions bundle = new BundleOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where sample.png's masks are from: a folder or 'scenes'. Default: the training's.")
    private @Nullable String data;

    @Option(names = "--live", description = "Takes the weights of the last step instead of their running average.")
    private boolean live;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        if (pthFormat != null && format != Format.PTH) {
            throw new ParameterException(spec().commandLine(), "--pth-format needs --format pth");
        }
        if (format != Format.BUNDLE) {
            BundleOptions.refuse(spec().commandLine(), "--format " + lowerCase(format));
            BundleOptions.refuse(spec().commandLine(), List.of("--data"), "--format " + lowerCase(format));
        }
        RunFolder folder = RunFolder.open(run);
        TrainingOptions options = TrainingOptions.of(folder.settings());
        Checkpoint checkpoint = choice.of(folder);
        StateDict generator = live ? checkpoint.generator() : checkpoint.averagedGenerator();
        if (format == Format.BUNDLE) {
            writeBundle(folder.classes(), options, checkpoint, generator);
        } else {
            writeFiles(folder.classes(), options, checkpoint, generator);
        }
        return 0;
    }

    private void writeBundle(ClassTable classes, TrainingOptions options, Checkpoint checkpoint, StateDict generator)
            throws IOException {
        GeneratorShape shape = options.generatorShape(classes.channels());
        StateDict encoder = checkpoint.encoder();
        TrainingRecord training = new TrainingRecord(
                checkpoint.position().step() == 0 ? TrainingRecord.IMPORTED : TrainingRecord.TRAINED,
                checkpoint.command(),
                checkpoint.data(),
                checkpoint.seed(),
                checkpoint.position().step(),
                checkpoint.position().seconds(),
                checkpoint.losses());
        try {
            bundle.report(
                    bundle.writer()
                            .write(
                                    new BundleContents(
                                            bundle.name(out),
                                            bundle.version,
                                            shape,
                                            classes,
                                            options.image().instances(),
                                            generator,
                                            encoder.isEmpty() ? Optional.empty() : Optional.of(encoder),
                                            bundle.conditioning(shape.architecture()),
                                            bundle.precision(),
                                            bundle.licence,
                                            training,
                                            samples(options, classes, shape)),
                                    out),
                    out);
        } catch (IllegalArgumentException unfit) {
            throw new ConfigException(run + ": " + unfit.getMessage(), unfit);
        }
    }

    private void writeFiles(ClassTable classes, TrainingOptions options, Checkpoint checkpoint, StateDict generator)
            throws IOException {
        WeightFiles files = new WeightFiles(
                switch (format) {
                    case PTH ->
                        pthFormat == PthFormat.LEGACY ? WeightFiles.Format.PTH_LEGACY : WeightFiles.Format.PTH_ZIP;
                    case SAFETENSORS -> WeightFiles.Format.SAFETENSORS;
                    case BUNDLE -> throw new IllegalStateException("a bundle is no file of weights");
                },
                bundle.replace);
        Map<String, String> metadata = new LinkedHashMap<>();
        ReferenceFlags flags = new ReferenceFlags(options, classes);
        metadata.put("options", flags.commandLine());
        metadata.put("step", Long.toString(checkpoint.position().step()));
        for (Path file : files.write(generator, checkpoint.encoder(), checkpoint.discriminator(), metadata, out)) {
            System.out.println(file);
        }
        System.out.println("The reference's options: " + flags.commandLine());
        for (String obstacle : flags.obstacles()) {
            System.out.println("The reference does not load them as they are: " + obstacle + ".");
        }
    }

    /** A training may be exported where its data is not: then the masks are drawn. */
    private List<SampleMask> samples(TrainingOptions options, ClassTable classes, GeneratorShape shape) {
        if (data != null) {
            return SampleMask.of(checked(DataSource.toLookAt(options.withData(data))), SAMPLES, shape);
        }
        try {
            return SampleMask.of(checked(DataSource.toLookAt(options)), SAMPLES, shape);
        } catch (DatasetException absent) {
            System.err.println("limner: sample.png has a drawn mask, since " + absent.getMessage());
            return List.of(SampleMask.drawn(classes, shape));
        }
    }

    /** Masks of other labels would be painted as if they were the training's. */
    private Dataset checked(Dataset dataset) {
        RunFolder.open(run).checkClasses(dataset);
        return dataset;
    }

    private static String lowerCase(Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it calls");
        }
        return spec;
    }
}
