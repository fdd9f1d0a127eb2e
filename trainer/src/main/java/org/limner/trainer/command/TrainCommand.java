package org.limner.trainer.command;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.report.ProgressDisplay;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.DataSource;
import org.limner.trainer.training.Position;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.training.RunLock;
import org.limner.trainer.training.StartAudit;
import org.limner.trainer.training.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code limner train}. */
@Command(
        name = "train",
        description = "Trains a generator, with its image encoder, on photographs with label maps.",
        footer = {
            "",
            "Examples:",
            "  limner train --preset scenes --out runs/scenes --minutes 60",
            "  limner train --preset camvid --data data/camvid --out runs/camvid --epochs 100",
            "  limner train --resume --out runs/camvid",
            "",
            "RUN/index.html shows how it goes; tensorboard --logdir RUN/tensorboard does, too.",
            "Ctrl-C stops after the step under way, with a checkpoint; where that takes more than a",
            "minute, the last one stays. A process that is killed leaves the last one as well."
        })
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "Values to begin with: ade20k, ade20k-outdoor, camvid, cityscapes, coco, custom, facades, faces,"
                            + " flickr-landscapes or scenes. Default: the paper's.")
    private @Nullable String preset;

    @Option(
            names = "--parity",
            paramLabel = "WHOSE",
            description =
                    "'reference': the arithmetic of the reference implementation, over the preset. Default: ours.")
    private @Nullable String parity;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of a properties file over the preset, such as another run's config.properties.")
    private @Nullable Path config;

    @Option(
            names = "--init",
            paramLabel = "HOW",
            description = "How weights start, such as reference-gpu or xavier; same as --set initialization=HOW.")
    private @Nullable String initialization;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Changes one setting; may be given many times. --settings lists them.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "A folder with classes.json, train/images and train/labels, or of a layout in --settings; or 'scenes';"
                            + " same as --set data=DIR.")
    private @Nullable String data;

    @Option(names = "--out", paramLabel = "RUN", description = "The folder for checkpoint, samples and log.")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "RUN",
            description = "Goes on where the training in RUN (or --out) stopped, with its settings.")
    private @Nullable String resume;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Trains this long in all, the learning rate falling to zero over the second half.")
    private @Nullable Double minutes;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Trains for N passes over the data, the learning rate falling over the second half.")
    private @Nullable Integer epochs;

    @Option(
            names = "--stop-after",
            paramLabel = "STEP",
            description =
                    "Stops after this step, counted from the training's start, as Ctrl-C would; --resume goes on.")
    private long lastStep = Long.MAX_VALUE;

    @Option(names = "--seed", paramLabel = "S", description = "Same as --set seed=S. Default: 1.")
    private @Nullable Long seed;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--no-audit",
            description = "Begins without looking at the data's sizes and labels; 'limner inspect' says what is in it.")
    private boolean unaudited;

    @Option(names = "--settings", description = "Prints every setting with its value and meaning, and ends.")
    private boolean printsSettings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        Path run = resume == null || resume.isEmpty() ? out : Path.of(resume);
        if (printsSettings) {
            Settings start =
                    resume == null ? chosen() : RunFolder.open(required(run)).settings();
            System.out.print(changed(start).toProperties());
            return 0;
        }
        return resume == null ? start(required(run)) : resume(required(run));
    }

    @SuppressWarnings("try") // the lock is held, not used
    private int start(Path run) throws IOException {
        Settings settings = changed(chosen());
        TrainingOptions options = TrainingOptions.of(settings);
        engine.start(); // refuses a device before anything is read or written
        if (!unaudited) {
            StartAudit.ofNewTraining(options, System.out::println);
        }
        Dataset dataset = DataSource.toLearn(options);
        try (RunLock lock = RunLock.take(run)) {
            return train(RunFolder.create(run, settings, dataset.classes()), options, dataset, null);
        }
    }

    @SuppressWarnings("try")
    private int resume(Path run) throws IOException {
        if (preset != null) {
            throw usage("a resumed training has its preset already: leave --preset away");
        }
        if (config != null) {
            throw usage("a resumed training has its settings already: leave --config away, --set changes one");
        }
        if (initialization != null
                || assignments.stream().anyMatch(word -> word.strip().startsWith("initialization"))) {
            throw usage("a resumed training has its weights already: leave --init and --set initialization away");
        }
        if (out != null && !out.equals(run)) {
            throw usage("--resume " + run + " and --out " + out + " are two folders: a training goes on where it is");
        }
        RunFolder folder = RunFolder.open(run);
        Settings settings = changed(folder.settings());
        TrainingOptions options = TrainingOptions.of(settings);
        engine.start();
        if (!unaudited) {
            StartAudit.ofResumedTraining(options, System.out::println);
        }
        Dataset dataset = DataSource.toLearn(options);
        folder.checkClasses(dataset);
        try (RunLock lock = RunLock.take(run)) {
            Settings before = folder.settings();
            folder.keep(settings);
            try {
                return train(folder, options, dataset, folder.checkpoint());
            } catch (ConfigException refused) {
                folder.keep(before); // the run stays what it was, and can go on as it was
                throw refused;
            }
        }
    }

    private Settings chosen() {
        Settings chosen = preset == null ? Settings.defaults() : Settings.preset(preset);
        return config == null ? chosen : chosen.with(config);
    }

    private Settings changed(Settings settings) {
        if (lastStep < 1) {
            throw usage("--stop-after is a step, counted from 1, not " + lastStep);
        }
        if (minutes != null && epochs != null) {
            throw usage("--minutes and --epochs exclude each other");
        }
        Settings changed = parity == null ? settings : settings.withParity(parity);
        if (initialization != null) {
            changed = changed.with(Setting.INITIALIZATION, initialization);
        }
        for (String assignment : assignments) {
            changed = changed.with(assignment);
        }
        if (data != null) {
            changed = changed.with(Setting.DATA, data);
        }
        if (seed != null) {
            changed = changed.with(Setting.SEED, seed.toString());
        }
        if (minutes != null) {
            changed = changed.with(Setting.MINUTES, minutes.toString());
        }
        if (epochs != null) {
            changed = changed.with(Setting.MINUTES, "0")
                    .with(Setting.EPOCHS, Integer.toString(epochs - epochs / 2))
                    .with(Setting.DECAY_EPOCHS, Integer.toString(epochs / 2));
        }
        return changed;
    }

    private int train(RunFolder folder, TrainingOptions options, Dataset dataset, @Nullable Checkpoint checkpoint)
            throws IOException {
        System.out.printf(
                "learning from %s: %,d examples, %d classes; %d x %d pixels, batches of %d%n",
                dataset.name(),
                dataset.size(),
                dataset.classes().count(),
                options.image().width(),
                options.image().height(),
                options.optimizer().batchSize());
        Dataset lookedAt = DataSource.toLookAt(options, dataset);
        try (StopSignal stop = new StopSignal();
                ProgressDisplay display = isTerminal() ? ProgressDisplay.bar() : ProgressDisplay.lines(System.out);
                Training training =
                        new Training(folder, options, dataset, lookedAt, checkpoint, commandLine(), display)) {
            folder.nameClasses(dataset.classes());
            long begun = training.position().step();
            BooleanSupplier ends =
                    () -> stop.getAsBoolean() || training.position().step() >= lastStep;
            Position end = run(training, ends);
            String ended = ends.getAsBoolean() ? "stopped" : "done";
            display.say("%s after %,d steps and %.0f s of training in all%s"
                    .formatted(
                            ended,
                            end.step(),
                            end.seconds(),
                            end.step() == begun
                                    ? ": there was nothing left to do; more --epochs, --minutes or a later --stop-after go on"
                                    : ""));
            if (dataset.brokenExamples() > 0) {
                display.say("examples that could not be read and were skipped: " + dataset.brokenExamples());
            }
        }
        return 0;
    }

    private static Position run(Training training, BooleanSupplier stop) throws IOException {
        try {
            return training.run(stop);
        } catch (IOException | RuntimeException e) {
            if (stop.getAsBoolean()) {
                System.err.println(
                        "limner: failed while stopping: " + e); // the process ends before anyone else can say it
            }
            throw e;
        }
    }

    private Path required(@Nullable Path run) {
        if (run == null) {
            throw usage("--out says where the training goes");
        }
        return run;
    }

    private String commandLine() {
        ParseResult parsed = spec().root().commandLine().getParseResult();
        return "limner " + String.join(" ", parsed.originalArgs());
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec().commandLine(), problem);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it calls");
        }
        return spec;
    }

    /** From Java 22 on there is a console even where there is no terminal; it is asked, by a method 17 does not have. */
    private static boolean isTerminal() {
        Object console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
