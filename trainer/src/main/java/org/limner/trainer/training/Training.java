package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.dataset.BatchLoader;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.EpochOrder;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.network.Parameters;
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
    private final String command;
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
    private final MetricsLog log;
    private final Validation validation;
    private final long startNanos;
    private final double secondsBefore;
    private Position position;

    /**
     * @param lookedAt where the sample grids' examples are from
     * @param from     where to go on; null: at the start
     * @param command  that a person gave, for the record
     * @throws org.limner.trainer.config.ConfigException if the checkpoint is of other networks
     */
    public Training(
            RunFolder folder,
            TrainingOptions options,
            Dataset dataset,
            Dataset lookedAt,
            @Nullable Checkpoint from,
            String command,
            ProgressDisplay display) {
        this.folder = folder;
        this.options = options;
        this.dataset = dataset;
        this.command = command;
        this.display = display;
        int channels = dataset.classes().channels();
        boolean edges = options.image().instances();
        position = from == null ? Position.START : from.position();
        order = new EpochOrder(
                options.seed(), dataset.size(), options.optimizer().batchSize());
        schedule = Schedule.of(options.length(), order.batchesPerEpoch());
        meter = new Meter(schedule, position, from == null ? Map.of() : from.losses(), order.batchSize());
        log = new MetricsLog(folder.log());

        manager = NDManager.newBaseManager();
        networks = from == null
                ? Networks.fresh(options, channels, manager)
                : Networks.restored(options, channels, from.state(), manager);
        step = new TrainingStep(options, networks, manager);
        if (from != null) {
            step.restore(from.state());
        }
        average = options.averaging().enabled() ? average(from) : null;
        grid = SampleGrid.of(lookedAt, GRID_ROWS, edges, networks, manager);
        validation = Validation.of(folder, lookedAt, networks, edges, manager);
        loader = new BatchLoader(
                dataset,
                framing(),
                order,
                edges,
                position.step(),
                options.data().threads(),
                BATCHES_AHEAD);
        secondsBefore = position.seconds();
        startNanos = System.nanoTime();
    }

    private WeightAverage average(@Nullable Checkpoint from) {
        return from == null || from.state().under(Checkpoint.AVERAGE).isEmpty()
                ? WeightAverage.fresh(networks, options.averaging(), manager)
                : WeightAverage.restored(networks, options.averaging(), from.state(), manager);
    }

    private Framing framing() {
        TrainingOptions.Image image = options.image();
        return new Framing(image.loadWidth(), image.loadHeight(), image.width(), image.height(), image.mirror());
    }

    /**
     * Trains until the schedule is through or {@code stop} says so, and leaves a checkpoint either way.
     *
     * @return where it ended
     * @throws DivergenceException                           if a loss is no number; the last checkpoint is intact
     * @throws org.limner.trainer.dataset.DatasetException if an example cannot be read
     */
    public Position run(BooleanSupplier stop) throws IOException {
        double lastSaved = position.seconds();
        while (!schedule.finished(position) && !stop.getAsBoolean()) {
            Batch batch = loader.next();
            Losses losses = step.run(batch, position.step(), schedule.rateFactor(position));
            advance();
            if (average != null) {
                average.update(position.step());
            }
            meter.add(losses);
            if (meter.secondsSinceReport(position) >= options.reporting().logSeconds()) {
                report();
            }
            if (position.seconds() - lastSaved >= options.reporting().sampleSeconds()) {
                save(stop);
                lastSaved = position.seconds();
            }
        }
        if (stop.getAsBoolean()) {
            writeCheckpointAtOnce();
        }
        save(stop);
        return position;
    }

    private void advance() {
        long steps = position.step() + 1;
        position = new Position(
                steps, steps / order.batchesPerEpoch(), secondsBefore + (System.nanoTime() - startNanos) / 1e9);
    }

    private void report() throws IOException {
        Report report = meter.report(position, loader.waitedNanos());
        log.write(report);
        display.show(report);
    }

    /** Whoever stops a training may not have the time that {@link #save(BooleanSupplier)} takes; if they have, it replaces this. */
    private void writeCheckpointAtOnce() throws IOException {
        if (average != null) {
            average.adoptStatistics();
        }
        writeCheckpoint();
    }

    private void writeCheckpoint() throws IOException {
        new Checkpoint(state(), position, meter.smoothed(), options.seed(), dataset.name(), command)
                .write(folder.checkpointFile());
    }

    /** A sample grid first: then a checkpoint holds the average as it was looked at. */
    private void save(BooleanSupplier stop) throws IOException {
        Parameters shown = networks.generatorWeights();
        if (average != null) {
            average.refresh(refreshBatches(), options.seed());
            shown = average.weights();
        }
        Path picture = folder.samples().resolve(String.format(Locale.ROOT, "step-%07d.png", position.step()));
        PictureFiles.writePng(grid.render(shown, GRID_SEEDS), picture);
        writeCheckpoint();
        display.say("step %,d: %s and a checkpoint are in %s"
                .formatted(position.step(), folder.path().relativize(picture), folder.path()));
        if (!stop.getAsBoolean()) { // measuring takes longer than whoever stops a training may wait
            validation.afterSave(position, shown, schedule.finished(position), display);
        }
    }

    private List<Batch> refreshBatches() {
        EpochOrder other = new EpochOrder(options.seed() + REFRESH_SEED_OFFSET, order.size(), order.batchSize());
        try (BatchLoader refresh = new BatchLoader(
                dataset,
                framing(),
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

    private StateDict state() {
        StateDict state = networks.state();
        if (average != null) {
            state.putAll(Checkpoint.AVERAGE, average.weights().toStateDict());
        }
        step.state().tensors().forEach(state::put);
        return state;
    }

    @Override
    public void close() {
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
