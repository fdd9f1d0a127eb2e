package org.limner.trainer.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.RandomRectangles;
import org.limner.trainer.training.DataSource;
import org.limner.trainer.training.TrainingBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limner bench train}. */
@Command(
        name = "train",
        description = {
            "Measures training steps: how many a second, how long they wait for data, and the",
            "memory they hold. Nothing is learned for keeps. Without --preset and --data it is a",
            "small generator on rectangles drawn at random: 64 x 64 pixels, 8 labels and the",
            "instance edge, ngf 16, batches of 4, no style, no running average."
        },
        footer = {
            "",
            "Examples:",
            "  limner bench train",
            "  limner bench train --preset camvid --data data/camvid --steps 20",
            "  limner bench train --memory",
            "",
            "Exit codes: 0 measured, 1 memory is not flat, 2 wrong arguments, 3 settings or data refused"
        })
public final class BenchTrainCommand implements Callable<Integer> {
    /** As design notes measured it in Python and in Java, so that numbers compare. */
    private static final List<String> SMALL = List.of(
            "image.width=64",
            "image.height=64",
            "load.width=64",
            "load.height=64",
            "image.instances=true",
            "generator.input=label",
            "generator.ngf=16",
            "discriminator.ndf=16",
            "ema.decay=0",
            "batch-size=4");

    private static final int SMALL_LABELS = 8;
    private static final int SMALL_EXAMPLES = 4096; // the largest batch

    private static final int STEPS = 100;
    private static final int MEMORY_STEPS = 500;
    private static final double MOST_GROWTH = 0.1;
    private static final double PROGRESS_SECONDS = 10;
    private static final int NOT_FLAT = 1;
    private static final double MEBIBYTE = 1 << 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--preset", paramLabel = "NAME", description = "Measures a preset, as limner train takes it.")
    private @Nullable String preset;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Changes one setting; may be given many times. limner train --settings lists them.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", description = "Takes its examples from a folder, or 'scenes'.")
    private @Nullable String data;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "That are measured. Default: " + STEPS + "; with --memory " + MEMORY_STEPS + ".")
    private @Nullable Integer steps;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "10",
            description = "Steps before them. Default: ${DEFAULT-VALUE}.")
    private int warmup;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--memory",
            description = {
                "With batches of 1; ends with 1 unless the memory after the last step is within 10 %%",
                "of that after step " + TrainingBenchmark.SETTLED_STEP + "."
            })
    private boolean memory;

    @Option(names = "--json", description = "Prints one JSON object instead of lines.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() {
        int measured = steps != null ? steps : memory ? MEMORY_STEPS : STEPS;
        if (measured < 1 || warmup < 0) {
            throw usage("--steps must be at least 1 and --warmup at least 0");
        }
        if (memory && warmup + measured <= TrainingBenchmark.SETTLED_STEP) {
            throw usage("--memory compares with step %d: it takes more than %d steps"
                    .formatted(TrainingBenchmark.SETTLED_STEP, warmup + measured));
        }
        TrainingOptions options = TrainingOptions.of(settings());
        Dataset dataset = dataset(options);
        double loadBefore = load();
        engine.start();
        if (!json) {
            System.out.printf(
                    "%s: %d x %d pixels, %d labels%s, batches of %d; %d steps after %d to warm up%n",
                    dataset.name(),
                    options.image().width(),
                    options.image().height(),
                    dataset.classes().count(),
                    options.image().instances() ? " and the instance edge" : "",
                    options.optimizer().batchSize(),
                    measured,
                    warmup);
        }
        TrainingBenchmark.Result result =
                TrainingBenchmark.run(options, dataset, warmup, measured, json ? step -> {} : progress(measured));
        boolean flat = result.growth() <= MOST_GROWTH;
        System.out.print(json ? toJson(result, loadBefore) : toLines(result, loadBefore));
        if (!memory) {
            return 0;
        }
        if (!json) {
            System.out.println(verdict(result, flat));
        }
        return flat ? 0 : NOT_FLAT;
    }

    private Settings settings() {
        Settings settings = preset == null ? Settings.defaults() : Settings.preset(preset);
        if (preset == null) {
            for (String assignment : SMALL) {
                settings = settings.with(assignment);
            }
        }
        if (memory) {
            settings = settings.with(Setting.BATCH_SIZE, "1");
        }
        for (String assignment : assignments) {
            settings = settings.with(assignment);
        }
        return data == null ? settings : settings.with(Setting.DATA, data);
    }

    private Dataset dataset(TrainingOptions options) {
        boolean drawn = preset == null
                && data == null
                && assignments.stream().noneMatch(assignment -> assignment.startsWith(Setting.DATA.key() + "="));
        return drawn
                ? new RandomRectangles(
                        SMALL_EXAMPLES,
                        SMALL_LABELS,
                        options.image().loadWidth(),
                        options.image().loadHeight())
                : DataSource.toLearn(options);
    }

    private LongConsumer progress(int measured) {
        long[] last = {System.nanoTime()};
        return step -> {
            if ((System.nanoTime() - last[0]) / 1e9 >= PROGRESS_SECONDS) {
                System.out.printf("step %d of %d%n", step, warmup + measured);
                last[0] = System.nanoTime();
            }
        };
    }

    private static String toLines(TrainingBenchmark.Result result, double loadBefore) {
        return """
                steps/s        %.2f
                images/s       %.2f
                data wait      %.1f %%
                a step         median %.3f s, fastest %.3f s, slowest %.3f s; %.3f s of processor time
                memory (RSS)   %s%s at the end, at most %s
                machine        %d cores, load average %s before, %s after
                """.formatted(
                        result.stepsPerSecond(),
                        result.imagesPerSecond(),
                        100 * result.dataWait(),
                        result.median(),
                        result.fastest(),
                        result.slowest(),
                        result.cpuSeconds() / result.steps(),
                        result.warmup() + result.steps() < TrainingBenchmark.SETTLED_STEP
                                ? ""
                                : "%s after step %d, "
                                        .formatted(mebibytes(result.settledBytes()), TrainingBenchmark.SETTLED_STEP),
                        mebibytes(result.endBytes()),
                        mebibytes(result.peakBytes()),
                        Runtime.getRuntime().availableProcessors(),
                        loadText(loadBefore),
                        loadText(load()));
    }

    private String verdict(TrainingBenchmark.Result result, boolean flat) {
        if (Double.isNaN(result.growth())) {
            return "memory is unknown on this system: nothing can be said about its growth";
        }
        return "memory is %s: %+.1f %% from step %d to step %d, at most %+.0f %% is flat"
                .formatted(
                        flat ? "flat" : "NOT FLAT",
                        100 * result.growth(),
                        TrainingBenchmark.SETTLED_STEP,
                        result.warmup() + result.steps(),
                        100 * MOST_GROWTH);
    }

    private static String toJson(TrainingBenchmark.Result result, double loadBefore) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode node = mapper.createObjectNode();
        node.put("steps", result.steps());
        node.put("warmup", result.warmup());
        node.put("batchSize", result.batchSize());
        node.put("stepsPerSecond", result.stepsPerSecond());
        node.put("imagesPerSecond", result.imagesPerSecond());
        node.put("dataWait", result.dataWait());
        node.put("medianStepSeconds", result.median());
        node.put("fastestStepSeconds", result.fastest());
        node.put("slowestStepSeconds", result.slowest());
        node.put("processorSecondsPerStep", result.cpuSeconds() / result.steps());
        put(node, "settledBytes", result.settledBytes());
        put(node, "endBytes", result.endBytes());
        put(node, "peakBytes", result.peakBytes());
        node.put("cores", Runtime.getRuntime().availableProcessors());
        node.put("loadBefore", loadBefore);
        node.put("loadAfter", load());
        try {
            return mapper.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an object of numbers is always JSON", impossible);
        }
    }

    private static void put(ObjectNode node, String name, OptionalLong bytes) {
        if (bytes.isPresent()) {
            node.put(name, bytes.getAsLong());
        } else {
            node.putNull(name);
        }
    }

    private static String mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? "%.0f MiB".formatted(bytes.getAsLong() / MEBIBYTE) : "unknown";
    }

    /** Processes that run or want to, averaged over the last minute; negative where the system does not say. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String loadText(double load) {
        return load < 0 ? "unknown" : "%.1f".formatted(load);
    }

    private ParameterException usage(String problem) {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it calls", null);
        }
        return new ParameterException(spec.commandLine(), problem);
    }
}
