package org.limner.trainer.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.Settings;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.weights.AtomicFile;

/**
 * What a training leaves behind: {@code config.properties} (every setting), {@code classes.json}, {@code
 * checkpoint.safetensors}, {@code samples/step-STEP.png}, where asked for {@code checkpoints/epoch-EPOCH.safetensors} and
 * {@code best.safetensors}, and
 * what {@link org.limner.trainer.report.RunRecord} writes: {@code index.html}, {@code log.jsonl}, {@code tensorboard/}.
 */
public record RunFolder(Path path) {
    /** A folder for a new training; throws {@link ConfigException} if there is a training in it. */
    public static RunFolder create(Path path, Settings settings, ClassTable classes) throws IOException {
        RunFolder run = new RunFolder(path);
        if (Files.exists(run.checkpointFile())) {
            throw new ConfigException(
                    run.checkpointFile() + " is there already: go on with --resume, or take another --out");
        }
        Files.createDirectories(run.samples());
        run.keep(settings);
        classes.write(path.resolve("classes.json"));
        return run;
    }

    /** A folder with a training in it; throws {@link ConfigException} if there is none. */
    public static RunFolder open(Path path) {
        RunFolder run = new RunFolder(path);
        for (Path file : new Path[] {run.settingsFile(), run.path.resolve("classes.json"), run.checkpointFile()}) {
            if (!Files.isRegularFile(file)) {
                throw new ConfigException(path + " is not a training's folder: " + file.getFileName() + " is missing");
            }
        }
        return run;
    }

    public Settings settings() {
        return Settings.read(settingsFile());
    }

    /** Replaces the settings: a training that goes on may go on differently. */
    public void keep(Settings settings) throws IOException {
        AtomicFile.write(settingsFile(), settings.toProperties().getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces the checkpoint. */
    public void keep(Checkpoint checkpoint) throws IOException {
        checkpoint.write(checkpointFile());
    }

    public ClassTable classes() {
        return ClassTable.read(path.resolve("classes.json"));
    }

    /**
     * Throws {@link ConfigException} with the first difference if the data's labels mean something else than those that
     * the training began with: channels would keep their number and change their meaning.
     */
    public void checkClasses(Dataset dataset) {
        classes().difference(dataset.classes()).ifPresent(difference -> {
            throw new ConfigException(
                    "%s cannot go on with %s, whose labels are others: %s; a training keeps the labels of its classes.json"
                            .formatted(path, dataset.name(), difference));
        });
    }

    /** Where nobody had named the labels, as after an import: they have these names from now on. */
    public void nameClasses(ClassTable named) throws IOException {
        if (classes().named() || !named.named()) {
            return;
        }
        named.write(path.resolve("classes.json"));
    }

    public Checkpoint checkpoint() throws IOException {
        return Checkpoint.read(checkpointFile());
    }

    /** The checkpoint that is kept of the end of an epoch, whether or not there is one. */
    Path checkpointFile(long epoch) {
        return path.resolve("checkpoints").resolve("epoch-%04d.safetensors".formatted(epoch));
    }

    /** The checkpoint that a metric liked best; throws {@link ConfigException} if the training looked at none. */
    public Checkpoint best() throws IOException {
        if (!Files.isRegularFile(bestFile())) {
            throw new ConfigException(path + " has no " + bestFile().getFileName()
                    + ": a training keeps one when evaluation.metric is set");
        }
        return Checkpoint.read(bestFile());
    }

    Path bestFile() {
        return path.resolve("best.safetensors");
    }

    Path checkpointFile() {
        return path.resolve("checkpoint.safetensors");
    }

    Path samples() {
        return path.resolve("samples");
    }

    private Path settingsFile() {
        return path.resolve("config.properties");
    }
}
