package org.limner.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.cli.kafka.Arrival;
import org.limner.cli.kafka.ArrivalReader;
import org.limner.cli.kafka.JobPublisher.Position;
import org.limner.cli.kafka.KafkaOptions;
import org.limner.cli.output.ArrivalLine;
import org.limner.cli.output.ImageFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the dead letters that the broker holds. */
@Command(
        name = "dlq",
        sortOptions = false,
        description = "Lists the dead letters that the broker holds, a line each with the reason.",
        footer = {
            "",
            "Example: limner dlq --save letters",
            "Exit codes: 0 listed, 2 wrong arguments, 3 the topic is missing, 4 broker unreachable"
        })
final class DeadLettersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "one JSON object per line: position, headers and the whole value")
    private boolean json;

    @Option(
            names = "--save",
            paramLabel = "DIR",
            description = "write the bytes of each there, as PARTITION-OFFSET.bin")
    private @Nullable Path save;

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
        List<String> topics = List.of(kafka.deadLetterTopic());
        kafka.checkReachable(topics, timeout);
        PrintWriter out = spec.commandLine().getOut();
        try (ArrivalReader reader = ArrivalReader.fromBeginning(kafka, topics)) {
            for (Arrival letter : reader.rest()) {
                out.println(json ? ArrivalLine.asJson(letter) : ArrivalLine.forPeople(letter, ZoneId.systemDefault()));
                if (save != null) {
                    Position position = letter.envelope().position();
                    String name = position.partition() + "-" + position.offset() + ".bin";
                    new ImageFiles(save).write(name, letter.envelope().value());
                }
            }
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
