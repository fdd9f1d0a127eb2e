package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.dataset.BatchLoader;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.EpochOrder;
import org.limner.trainer.report.ResidentMemory;

/**
 * Takes the steps of a training, with its data loader and its running average, and measures them. Nothing is written:
 * no log, no grids, no checkpoints.
 */
public final class TrainingBenchmark {
    /** Behind it engine, just-in-time compiler and caches have what they need. */
    public static final int SETTLED_STEP = 50;

    private static final int BATCHES_AHEAD = 4; // as the training
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private TrainingBenchmark() {}

    /**
     * What was measured, over the steps after the warm-up.
     *
     * @param steps          that were measured
     * @param warmup         steps before them
     * @param batchSize      examples per step
     * @param seconds        of all measured steps, waiting for data included
     * @param waitedSeconds  of them for data
     * @param cpuSeconds     that all threads worked meanwhile: what a step costs, also where others share the cores
     * @param stepSeconds    of each, sorted, without waiting for data
     * @param settledBytes   resident memory after step {@value #SETTLED_STEP}, counted from the first of the warm-up
     * @param endBytes       after the last step
     * @param peakBytes      the most of the process so far
     */
    public record Result(
            int steps,
            int warmup,
            int batchSize,
            double seconds,
            double waitedSeconds,
            double cpuSeconds,
            List<Double> stepSeconds,
            OptionalLong settledBytes,
            OptionalLong endBytes,
            OptionalLong peakBytes) {
        public Result {
            if (stepSeconds.size() != steps || steps < 1) {
                throw new IllegalArgumentException(stepSeconds.size() + " times of " + steps + " steps");
            }
            stepSeconds = List.copyOf(stepSeconds);
        }

        public double stepsPerSecond() {
            return steps / seconds;
        }

        public double imagesPerSecond() {
            return batchSize * stepsPerSecond();
        }

        /** The part of the time that waited for data, from 0 to 1. */
        public double dataWait() {
            return waitedSeconds / seconds;
        }

        public double fastest() {
            return stepSeconds.get(0);
        }

        public double median() {
            return (stepSeconds.get((steps - 1) / 2) + stepSeconds.get(steps / 2)) / 2;
        }

        public double slowest() {
            return stepSeconds.get(steps - 1);
        }

        /** Memory at the end relative to that after step {@value #SETTLED_STEP}; NaN where either is unknown. */
        public double growth() {
            return settledBytes.isPresent() && endBytes.isPresent()
                    ? (double) endBytes.getAsLong() / settledBytes.getAsLong() - 1
                    : Double.NaN;
        }
    }

    /**
     * @param warmup   steps that do not count
     * @param steps    that do; at least 1
     * @param progress is told of every step taken, from 1
     */
    public static Result run(TrainingOptions options, Dataset dataset, int warmup, int steps, LongConsumer progress) {
        TrainingOptions.Image image = options.image();
        EpochOrder order = new EpochOrder(
                options.seed(),
                dataset.size(),
                options.optimizer().batchSize(),
                options.data().shuffles());
        try (NDManager manager = TensorEngine.newManager();
                Networks networks = Networks.fresh(options, dataset.classes().channels(), manager);
                TrainingStep step = new TrainingStep(options, networks, manager);
                WeightAverage average = average(options, networks, manager);
                BatchLoader loader = new BatchLoader(
                        dataset,
                        options.framing(),
                        order,
                        image.instances(),
                        0,
                        options.data().threads(),
                        BATCHES_AHEAD)) {
            List<Double> stepSeconds = new ArrayList<>();
            OptionalLong settled = OptionalLong.empty();
            long begin = System.nanoTime();
            long waitedBefore = 0;
            long cpuBefore = 0;
            for (int i = 0; i < warmup + steps; i++) {
                if (i == warmup) {
                    begin = System.nanoTime();
                    waitedBefore = loader.waitedNanos();
                    cpuBefore = PROCESS.getProcessCpuTime();
                }
                Batch batch = loader.next();
                long started = System.nanoTime();
                step.run(batch, i, 1);
                if (average != null) {
                    average.update(i + 1);
                }
                if (i >= warmup) {
                    stepSeconds.add((System.nanoTime() - started) / 1e9);
                }
                if (i + 1 == SETTLED_STEP) {
                    settled = ResidentMemory.now();
                }
                progress.accept(i + 1);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Double[] sorted = stepSeconds.toArray(Double[]::new);
            Arrays.sort(sorted);
            return new Result(
                    steps,
                    warmup,
                    order.batchSize(),
                    seconds,
                    (loader.waitedNanos() - waitedBefore) / 1e9,
                    (PROCESS.getProcessCpuTime() - cpuBefore) / 1e9,
                    List.of(sorted),
                    settled,
                    ResidentMemory.now(),
                    ResidentMemory.peak());
        }
    }

    private static @Nullable WeightAverage average(TrainingOptions options, Networks networks, NDManager manager) {
        return options.averaging().enabled() ? WeightAverage.fresh(networks, options.averaging(), manager) : null;
    }
}
