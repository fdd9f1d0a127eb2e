package org.limner.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.cli.kafka.JobPublisher;
import org.limner.cli.kafka.KafkaOptions;
import org.limner.schemas.job.Cancellation;
import org.limner.schemas.job.JobId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says that nobody wants some jobs any more. */
@Command(
        name = "cancel",
        sortOptions = false,
        description = "Has jobs that are not rendered yet end CANCELLED; a job that has its result keeps it.",
        footer = {
            "",
            "Example: limner cancel coast-1 coast-2 --reason 'another mask'",
            "Exit codes: 0 published, 2 wrong arguments, 3 the topic is missing, 4 broker unreachable"
        })
final class CancelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "JOB", description = "ids of jobs, published already or not yet")
    private List<String> jobs = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "comes back in the jobs' results")
    private @Nullable String reason;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "for the broker (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private HelpOption help;

    @Override
    public Integer call() {
        List<Cancellation> cancellations = cancellations(); // all of them are right before the first is published
        kafka.checkReachable(List.of(kafka.cancellationsTopic()), timeout);
        try (JobPublisher publisher = new JobPublisher(kafka, timeout)) {
            for (Cancellation cancellation : cancellations) {
                JobPublisher.Position position = publisher.publish(cancellation);
                spec.commandLine().getOut().println("cancelled job " + cancellation.job() + " at " + position);
                spec.commandLine().getOut().flush();
            }
        }
        return ExitCode.OK.code();
    }

    private List<Cancellation> cancellations() {
        List<Cancellation> cancellations = new ArrayList<>();
        try {
            for (String job : jobs) {
                cancellations.add(new Cancellation(new JobId(job), Optional.ofNullable(reason)));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return cancellations;
    }
}
