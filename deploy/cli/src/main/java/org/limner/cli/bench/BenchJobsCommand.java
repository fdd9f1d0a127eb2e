package org.limner.cli.bench;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.cli.ExitCode;
import org.limner.cli.HelpOption;
import org.limner.cli.kafka.KafkaOptions;
import org.limner.cli.kafka.Lane;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes jobs as a schedule wants it and says how the worker kept up. */
@Command(
        name = "jobs",
        sortOptions = false,
        header = "Measures a running worker.",
        description = {
            "Publishes jobs on a schedule, whatever the worker does, and says how many images a second",
            "came back, how long jobs took and where, and how long renderers stood idle."
        },
        footer = {
            "",
            "A job's time counts from when it was due. Stages are the worker's own account of its jobs;",
            "delivery is the rest: waiting for the partition's earlier jobs, the transaction, the way back.",
            "Images a second are those between the first and the last arrival within the measured seconds.",
            "",
            "Example: limner bench jobs --model scenes --masks deploy/standalone/src/main/demo/masks --rate max",
            "           --metrics http://127.0.0.1:8080/q/metrics",
            "Exit codes: 0 all jobs succeeded, 1 one did not, 2 wrong arguments, 3 a topic is missing,",
            "4 broker, worker or its metrics did not answer in time"
        })
final class BenchJobsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME[@VERSION]",
            description = "the bundle that renders; without a version, the newest")
    private ModelReference model;

    @Option(
            names = "--masks",
            required = true,
            paramLabel = "DIR",
            description = "PNG files with one label id per pixel; each job has one of them, at random")
    private Path masks;

    @Option(
            names = "--instances",
            paramLabel = "DIR",
            description = "PNG files of the same names, for models that read instance edges")
    private @Nullable Path instances;

    @Option(
            names = "--styles",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "styles of each job, so many images; 0 for models that take no style (default: ${DEFAULT-VALUE})")
    private int styles;

    @Option(
            names = "--rate",
            paramLabel = "JOBS/S|max",
            defaultValue = "max",
            description =
                    "jobs a second; max keeps three seconds of work waiting, to find the limit (default: ${DEFAULT-VALUE})")
    private LoadRate rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "how long is measured (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "5",
            description = "how long jobs are published before that (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "the same masks and styles in the same order for the same seed (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--format",
            paramLabel = "png|jpeg",
            defaultValue = "png",
            description = "of the images (default: ${DEFAULT-VALUE})")
    private ImageFormat format;

    @Option(
            names = "--metrics",
            paramLabel = "URL",
            description = "a worker's /q/metrics: says how long its renderers stood idle")
    private @Nullable URI metrics;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "give up when no result comes for so long (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(names = "--json", description = "one line of JSON instead of a table")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private HelpOption help;

    @Override
    public Integer call() {
        LoadPlan plan = plan();
        String run = UUID.randomUUID().toString().substring(0, 8);
        Output output = new Output(format, Output.DEFAULT.quality(), Output.Delivery.INLINE);
        LoadJobs jobs = new LoadJobs(run, model, masks, instances, styles, output, seed);
        kafka.checkReachable(List.of(kafka.jobsTopic(Lane.NORMAL), kafka.resultsTopic()), timeout);
        plan.metrics().ifPresent(RendererTimes::read); // before anything is published
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.println("publishing jobs bench-" + run + "-.. for " + warmUp + " + " + seconds + " s");
            out.flush();
        }
        LoadReport report = LoadRun.measure(kafka, jobs, plan);
        out.print(json ? report.asJson() + "\n" : report.forPeople());
        out.flush();
        return (report.allSucceeded() ? ExitCode.OK : ExitCode.JOB_NOT_SUCCEEDED).code();
    }

    private LoadPlan plan() {
        if (styles < 0) {
            throw new ParameterException(spec.commandLine(), "--styles must not be negative but is " + styles);
        }
        try {
            return new LoadPlan(
                    rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), checkedMetrics(), timeout);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optional<URI> checkedMetrics() {
        boolean http = metrics == null || "http".equals(metrics.getScheme()) || "https".equals(metrics.getScheme());
        if (!http || metrics != null && metrics.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--metrics is " + metrics + " but is like http://127.0.0.1:8080/q/metrics");
        }
        return Optional.ofNullable(metrics);
    }
}
