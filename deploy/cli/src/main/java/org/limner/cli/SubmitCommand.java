package org.limner.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.cli.job.JobOptions;
import org.limner.cli.kafka.ArrivalReader;
import org.limner.cli.kafka.JobPublisher;
import org.limner.cli.kafka.KafkaOptions;
import org.limner.cli.kafka.Lane;
import org.limner.cli.output.ImageFiles;
import org.limner.cli.output.ResultTable;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes one job and, if asked, waits for its answer. */
@Command(
        name = "submit",
        sortOptions = false,
        description = "Publishes a render job to Kafka; with --wait, fetches its images.",
        footer = {
            "",
            "Example: limner submit --mask coast.png --model scenes --seeds 1..4 --wait --out pictures",
            "Exit codes: 0 published (with --wait: succeeded), 1 the job did not succeed, 2 wrong arguments,",
            "3 a topic is missing, 4 broker unreachable or no answer in time"
        })
final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME[@VERSION]",
            description = "the bundle that renders; without a version, the newest")
    private ModelReference model;

    @Option(
            names = "--mask-uri",
            paramLabel = "URI",
            description = "the worker reads the mask from there (file: or s3:); --mask says what it has to be")
    private @Nullable URI maskUri;

    @Option(
            names = "--output-delivery",
            paramLabel = "inline|store|auto",
            defaultValue = "auto",
            description = "how the images travel (default: ${DEFAULT-VALUE})")
    private Output.Delivery delivery;

    @Option(names = "--tag", paramLabel = "TEXT", description = "echoed in the result; repeatable")
    private List<String> tags = List.of();

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            defaultValue = "normal",
            description = "high, normal or low: how urgent it is while workers are short (default: ${DEFAULT-VALUE})")
    private Lane lane;

    @Option(names = "--id", paramLabel = "ID", description = "the job's id (default: a random UUID)")
    private @Nullable String id;

    @Option(names = "--wait", description = "wait for the result")
    private boolean wait;

    @Option(names = "--out", paramLabel = "DIR", description = "write the images there; implies --wait")
    private @Nullable Path out;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "for the broker and for the result (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private HelpOption help;

    @Override
    public Integer call() {
        RenderJob job = job();
        boolean waiting = wait || out != null;
        List<String> results = List.of(kafka.resultsTopic());
        kafka.checkReachable(
                waiting ? List.of(kafka.jobsTopic(lane), kafka.resultsTopic()) : List.of(kafka.jobsTopic(lane)),
                timeout);
        if (!waiting) {
            publish(job);
            return ExitCode.OK.code();
        }
        // The reader stands before the job is published, or a fast worker's answer would be missed.
        try (ArrivalReader reader = ArrivalReader.fromNow(kafka, results)) {
            JobPublisher.Position position = publish(job);
            RenderResult result = reader.await(Set.of(job.id()), timeout).get(job.id());
            if (result == null) {
                throw new CommandFailedException(
                        ExitCode.UNREACHABLE,
                        "job %s is published at %s, but no result came on %s at %s within %.1f s; is a worker running?"
                                .formatted(
                                        job.id(),
                                        position,
                                        kafka.resultsTopic(),
                                        kafka.bootstrapServers(),
                                        timeout.toMillis() / 1000.0));
            }
            return tell(result);
        }
    }

    private RenderJob job() {
        try {
            JobId jobId = new JobId(id == null ? UUID.randomUUID().toString() : id);
            RenderJob job = options.toJob(jobId, model, tags);
            return new RenderJob(
                    job.id(),
                    job.model(),
                    maskUri == null ? job.mask() : options.maskAt(maskUri),
                    job.instances(),
                    job.styles(),
                    new Output(job.output().format(), job.output().quality(), delivery),
                    job.tags(),
                    job.deadline(),
                    job.traceparent());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private JobPublisher.Position publish(RenderJob job) {
        try (JobPublisher publisher = new JobPublisher(kafka, timeout)) {
            JobPublisher.Position position = publisher.publish(job, lane);
            output().println("published job " + job.id() + " at " + position);
            output().flush();
            return position;
        }
    }

    private int tell(RenderResult result) {
        ResultTable table = new ResultTable();
        table.add(result);
        output().print(table);
        if (out != null) {
            new ImageFiles(out).write(result).forEach(file -> output().println(file));
        }
        output().flush();
        return result.status() == ResultStatus.SUCCEEDED ? ExitCode.OK.code() : ExitCode.JOB_NOT_SUCCEEDED.code();
    }

    private PrintWriter output() {
        return spec.commandLine().getOut();
    }
}
