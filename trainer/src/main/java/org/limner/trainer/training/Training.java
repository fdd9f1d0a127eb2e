package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.dataset.BatchLoader;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.EpochOrder;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.report.CommandHistory;
import org.limner.trainer.report.HealthWatch;
import org.limner.trainer.report.Notice;
import org.limner.trainer.report.ProgressDisplay;
import org.limner.trainer.report.Report;
import org.limner.trainer.report.RunRecord;
import org.limner.trainer.weights.AtomicFile;
import org.limner.trainer.weights.StateDict;

/**
 * A training from its start, or from a checkpoint, to its end or until it is told to stop: the loop, and at intervals a
 * report, a sample grid and a checkpoint.
 */
public final class Training implements AutoCloseable {
    private static final int GRID_ROWS = 6;
    private static final long[] GRID_SEEDS = {1, 2, 3};
    private static final int BATCHES_AHEAD = 4;
    private static final long REFRESH_SEED_OFFSET = 1_000_003; // another order of examples than the training's

    private final RunFolder folder;
    private final TrainingOptions options;
    private final Dataset dataset;
    private final CommandHistory history;
    private final ProgressDisplay display;

    private final NDManager manager;
    private final Networks networks;
    private final TrainingStep step;
    private final @Nullable WeightAverage average;
    private final SampleGrid grid;
    private final BatchLoader loader;
    private final EpochOrder order;
    private final Schedule schedule;
    private final Meter meter;
    private final HealthWatch health;
    private final RunRecord record;
    private final Validation validation;
    private final long startNanos;
    private final double secondsBefore;
    private Position position;
    private boolean saidOverflow;
    private String intact;

    /**
     * @param lookedAt where the sample grids' examples are from
     * @param from     where to go on; null: at the start
     * @param command  that a person gave, for the record
     * @throws org.limner.trainer.config.ConfigException if the checkpoint is of other networks
     * @throws IOException if the run's folder cannot be written to
     */
    public Training(
            RunFolder folder,
            TrainingOptions options,
            Dataset dataset,
            Dataset lookedAt,
            @Nullable Checkpoint from,
            String command,
            ProgressDisplay display)
            throws IOException {
        this.folder = folder;
        this.options = options;
        this.dataset = dataset;
        this.display = display;
        int channels = dataset.classes().channels();
        boolean edges = options.image().instances();
        position = from == null ? Position.START : from.position();
        intact = from == null ? "No checkpoint had been written before." : whole(position);
        history = from == null ? CommandHistory.of(command) : from.history().then(position.step(), command);
        order = new EpochOrder(
                options.seed(),
                dataset.size(),
                options.optimizer().batchSize(),
                options.data().shuffles());
        schedule = Schedule.of(options.length(), order.batchesPerEpoch());
        meter = new Meter(schedule, position, from == null ? Map.of() : from.losses(), options.optimizer());
        health = new HealthWatch(options);

        manager = TensorEngine.newManager();
        networks = from == null
                ? Networks.fresh(options, channels, manager)
                : Networks.restored(options, channels, from.state(), manager);
        step = new TrainingStep(options, networks, manager);
        if (from != null) {
            List<String> anew = step.restore(from.state());
            if (!anew.isEmpty()) {
                display.say("the optimiser begins anew for %d weights whose moments had overflowed: %s"
                        .formatted(anew.size(), String.join(", ", anew)));
            }
        }
        average = options.averaging().enabled() ? average(from) : null;
        grid = SampleGrid.of(lookedAt, GRID_ROWS, edges, networks, manager);
        validation = Validation.of(folder, lookedAt, networks, edges, manager);
        loader = new BatchLoader(
                dataset,
                options.framing(),
                order,
                edges,
                position.step(),
                options.data().threads(),
                BATCHES_AHEAD);
        Leftovers.remove(folder.path());
        Leftovers.remove(folder.samples());
        Leftovers.remove(folder.checkpointFile(0).getParent());
        record = new RunRecord(folder.path(), folder.settings(), dataset.name(), history, position.step());
        secondsBefore = position.seconds();
        startNanos = System.nanoTime();
    }

    private WeightAverage average(@Nullable Checkpoint from) {
        return from == null || from.state().under(Checkpoint.AVERAGE).isEmpty()
                ? WeightAverage.fresh(networks, options.averaging(), manager)
                : WeightAverage.restored(networks, options.averaging(), from.state(), manager);
    }

    /**
     * Trains until the schedule is through or {@code stop} says so, and leaves a checkpoint either way.
     *
     * @return where it ended
     * @throws IOException         if something cannot be written: the message names the file and what is intact
     * @throws DivergenceException                           if a loss is no number; the last checkpoint is intact
     * @throws org.limner.trainer.dataset.DatasetException if an example cannot be read
     */
    public Position run(BooleanSupplier stop) throws IOException {
        try {
            train(stop);
            return position;
        } catch (DivergenceException diverged) {
            tellOfTheEnd(diverged);
            throw diverged;
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage() + ". The training stops after step " + position.step() + ". " + intact, e);
        }
    }

    private void train(BooleanSupplier stop) throws IOException {
        if (step.perceptualTerms() != null) {
            display.say("perceptual loss on " + step.perceptualTerms());
        }
        double lastSaved = position.seconds();
        long saved = -1;
        while (!schedule.finished(position) && !stop.getAsBoolean()) {
            Batch batch = loader.next();
            double rateFactor = schedule.rateFactor(position);
            Losses losses = step.run(batch, position.step(), rateFactor);
            advance();
            if (average != null) {
                average.update(position.step());
            }
            meter.add(losses, rateFactor);
            for (Notice notice : health.after(position.step(), losses.values())) {
                tell(notice);
            }
            if (meter.secondsSinceReport(position) >= options.reporting().logSeconds()) {
                report();
            }
            boolean keeps = endsAnEpochToKeep();
            boolean due = position.seconds() - lastSaved >= options.reporting().sampleSeconds();
            if (keeps || due && !stop.getAsBoolean()) { // whoever stops gets a checkpoint below, and waits for it
                save("training", stop);
                lastSaved = secondsNow(); // a save that takes long must not make the next step due
                saved = position.step();
            }
            if (keeps) {
                Path kept = folder.checkpointFile(position.epoch());
                Files.createDirectories(kept.getParent());
                writeCheckpoint(kept);
            }
        }
        String state = schedule.finished(position) ? "done" : "stopped";
        if (saved == position.step()) {
            record.page(state);
            return;
        }
        if (stop.getAsBoolean()) {
            writeCheckpointAtOnce();
        }
        save(state, stop);
    }

    private boolean endsAnEpochToKeep() {
        int every = options.reporting().checkpointEpochs();
        return every > 0 && position.step() % order.batchesPerEpoch() == 0 && position.epoch() % every == 0;
    }

    private void tell(Notice notice) throws IOException {
        record.notice(notice);
        display.say("step %,d: %s".formatted(notice.step(), notice.message()));
    }

    /** What failed is thrown afterwards, so that a full disk does not hide it. */
    private void tellOfTheEnd(DivergenceException diverged) {
        try {
            record.notice(new Notice(position.step(), "diverged", false, diverged.getMessage()));
            record.page("diverged");
        } catch (IOException e) {
            diverged.addSuppressed(e);
        }
    }

    /** After the last step that was taken. */
    public Position position() {
        return position;
    }

    private void advance() {
        long steps = position.step() + 1;
        position = new Position(steps, steps / order.batchesPerEpoch(), secondsNow());
    }

    /** Of training in all, those of earlier processes included. */
    private double secondsNow() {
        return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
    }

    private void report() throws IOException {
        Report report = meter.report(position, loader.waitedNanos(), brokenExamples());
        record.report(report);
        display.show(report);
    }

    private OptionalLong brokenExamples() {
        return options.data().broken() == TrainingOptions.Broken.SKIP
                ? OptionalLong.of(dataset.brokenExamples())
                : OptionalLong.empty();
    }

    /** Whoever stops a training may not have the time that {@link #save} takes; if they have, it replaces this. */
    private void writeCheckpointAtOnce() throws IOException {
        if (average != null) {
            average.adoptStatistics();
        }
        writeCheckpoint(folder.checkpointFile());
        intact = whole(position);
    }

    private void writeCheckpoint(Path file) throws IOException {
        Checkpoint checkpoint =
                new Checkpoint(state(), position, meter.smoothed(), options.seed(), dataset.name(), history);
        try {
            checkpoint.write(file);
        } catch (IOException e) {
            throw new IOException(
                    "%s (%,d bytes for step %,d; %,d bytes are free there) cannot be written: %s"
                            .formatted(
                                    file,
                                    checkpoint.tensorBytes(),
                                    position.step(),
                                    Files.getFileStore(folder.path()).getUsableSpace(),
                                    e.getMessage()),
                    e);
        }
    }

    /** What a person can go on with. */
    private String whole(Position saved) {
        return "The checkpoint of step %,d is intact: limner train --resume %s goes on from it."
                .formatted(saved.step(), folder.path());
    }

    /**
     * A sample grid first: then a checkpoint holds the average as it was looked at.
     *
     * @param state of the training, for its page
     * @param stop  whether somebody waits for the end
     */
    private void save(String state, BooleanSupplier stop) throws IOException {
        Parameters shown = networks.generatorWeights();
        if (average != null) {
            average.refresh(refreshBatches(), options.seed());
            shown = average.weights();
        }
        Path picture = folder.samples().resolve(String.format(Locale.ROOT, "step-%07d.png", position.step()));
        RgbImage samples = grid.render(shown, GRID_SEEDS);
        writeWhole(samples, picture);
        writeCheckpoint(folder.checkpointFile());
        intact = whole(position);
        record.samples(position.step(), picture, samples.width(), samples.height());
        if (!stop.getAsBoolean()) { // measuring takes longer than whoever stops a training may wait
            validation.afterSave(position, shown, schedule.finished(position), record, display);
        }
        record.page(state);
        display.say("step %,d: %s and a checkpoint are in %s"
                .formatted(position.step(), folder.path().relativize(picture), folder.path()));
    }

    /** There whole or not at all: the page shows whatever has a grid's name. */
    private static void writeWhole(RgbImage image, Path picture) throws IOException {
        try {
            AtomicFile.write(picture, PictureFiles.png(image));
        } catch (IOException e) {
            throw new IOException(picture + " cannot be written: " + e.getMessage(), e);
        }
    }

    private List<Batch> refreshBatches() {
        EpochOrder other = new EpochOrder(options.seed() + REFRESH_SEED_OFFSET, order.size(), order.batchSize());
        try (BatchLoader refresh = new BatchLoader(
                dataset,
                options.framing(),
                other,
                options.image().instances(),
                0,
                options.data().threads(),
                BATCHES_AHEAD)) {
            List<Batch> batches = new ArrayList<>();
            for (int i = 0; i < options.averaging().batches(); i++) {
                batches.add(refresh.next());
            }
            return batches;
        }
    }

    private StateDict state() throws IOException {
        StateDict state = networks.state();
        if (average != null) {
            state.putAll(Checkpoint.AVERAGE, average.weights().toStateDict());
        }
        StateDict moments = step.state();
        tellOfStuckWeights(moments);
        moments.tensors().forEach(state::put);
        return state;
    }

    private void tellOfStuckWeights(StateDict moments) throws IOException {
        if (saidOverflow) {
            return;
        }
        List<String> stuck = Adam.overflowed(moments);
        if (!stuck.isEmpty()) {
            saidOverflow = true;
            tell(new Notice(
                    position.step(),
                    "optimizer-overflowed",
                    false,
                    "gradients overflowed, and %d weights no longer learn (%s, ..): stop, and --resume begins their moments anew; a"
                                    .formatted(stuck.size(), stuck.get(0))
                            + " gradient-limit keeps gradients short"));
        }
    }

    @Override
    public void close() throws IOException {
        record.close();
        loader.close();
        validation.close();
        if (average != null) {
            average.close();
        }
        step.close();
        networks.close();
        manager.close();
    }
}
