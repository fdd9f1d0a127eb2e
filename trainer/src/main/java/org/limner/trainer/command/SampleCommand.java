package org.limner.trainer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.training.DataSource;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.training.RunSampler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limner sample}. */
@Command(
        name = "sample",
        description = {
            "Renders some masks with a trained generator, as a grid PNG:",
            "mask | photo | in the photo's style | one rendering per seed."
        })
public final class SampleCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--run", required = true, paramLabel = "RUN", description = "A training's folder.")
    private Path run = Path.of("");

    @Mixin
    private CheckpointChoice checkpoint = new CheckpointChoice();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where masks and photos are from: a folder or 'scenes'. Default: the training's.")
    private @Nullable String data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "The folder in it, such as train. Default: val where there is one.")
    private @Nullable String split;

    @Option(names = "--out", required = true, paramLabel = "PNG", description = "The picture to write.")
    private Path out = Path.of("");

    @Option(
            names = "--seeds",
            split = ",",
            defaultValue = "1,2,3",
            paramLabel = "S",
            description = "Of the styles, with commas between. Default: ${DEFAULT-VALUE}.")
    private long[] seeds = {};

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "6",
            description = "Masks, spread over the data. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--live",
            description = "Renders with the weights of the last step instead of their running average.")
    private boolean live;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        if (rows < 1 && spec != null) {
            throw new ParameterException(spec.commandLine(), "--rows must be at least 1, not " + rows);
        }
        RunFolder folder = RunFolder.open(run);
        TrainingOptions options = TrainingOptions.of(folder.settings());
        Dataset dataset = dataset(options);
        engine.start();
        RgbImage grid = new RunSampler(folder).grid(checkpoint.of(folder), dataset, rows, seeds, !live);
        PictureFiles.writePng(grid, out);
        System.out.printf(
                "%s: %d masks of %s, seeds %s%n",
                out,
                Math.min(rows, dataset.size()),
                dataset.name(),
                String.join(", ", LongStream.of(seeds).mapToObj(Long::toString).toList()));
        return 0;
    }

    private Dataset dataset(TrainingOptions options) {
        TrainingOptions asked = data == null ? options : options.withData(data);
        return split == null
                ? DataSource.toLookAt(asked)
                : DataSource.open(asked.data().source(), split, asked);
    }
}
