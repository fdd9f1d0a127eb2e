package org.limner.trainer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.DataSource;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.weights.StateDict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code limner export}. */
@Command(
        name = "export",
        description = "Makes a model bundle of a training, with the running average of its generator.",
        footer = {
            "",
            "Example:",
            "  limner export --run runs/camvid --out bundles/camvid --precision fp16-weights",
        })
public final class ExportCommand implements Callable<Integer> {
    private static final int SAMPLES = 3;

    @Option(names = "--run", required = true, paramLabel = "RUN", description = "A training's folder.")
    private Path run = Path.of("");

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
            names = "--best",
            description = "Takes the checkpoint that evaluation.metric liked best instead of the last one.")
    private boolean best;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        RunFolder folder = RunFolder.open(run);
        TrainingOptions options = TrainingOptions.of(folder.settings());
        Checkpoint checkpoint = folder.checkpoint(best);
        ClassTable classes = folder.classes();
        GeneratorShape shape = options.generatorShape(classes.channels());
        StateDict encoder = checkpoint.encoder();
        TrainingRecord training = new TrainingRecord(
                "trained",
                checkpoint.command(),
                checkpoint.data(),
                checkpoint.seed(),
                checkpoint.position().step(),
                checkpoint.position().seconds(),
                checkpoint.losses());
        try {
            bundle.report(bundle.writer()
                    .write(
                            new BundleContents(
                                    bundle.name(),
                                    bundle.version,
                                    shape,
                                    classes,
                                    options.image().instances(),
                                    live ? checkpoint.generator() : checkpoint.averagedGenerator(),
                                    encoder.isEmpty() ? Optional.empty() : Optional.of(encoder),
                                    bundle.precision(),
                                    bundle.licence,
                                    training,
                                    samples(options, classes, shape)),
                            bundle.out));
        } catch (IllegalArgumentException unfit) {
            throw new ConfigException(run + ": " + unfit.getMessage(), unfit);
        }
        return 0;
    }

    /** A training may be exported where its data is not: then the masks are drawn. */
    private List<SampleMask> samples(TrainingOptions options, ClassTable classes, GeneratorShape shape) {
        if (data != null) {
            return SampleMask.of(DataSource.toLookAt(options.withData(data)), SAMPLES, shape);
        }
        try {
            return SampleMask.of(DataSource.toLookAt(options), SAMPLES, shape);
        } catch (DatasetException absent) {
            System.err.println("limner: sample.png has a drawn mask, since " + absent.getMessage());
            return List.of(SampleMask.drawn(classes, shape));
        }
    }
}
