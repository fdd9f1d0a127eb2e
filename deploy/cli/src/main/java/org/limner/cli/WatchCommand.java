package org.limner.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.cli.kafka.Arrival;
import org.limner.cli.kafka.ArrivalReader;
import org.limner.cli.kafka.KafkaOptions;
import org.limner.cli.output.ArrivalLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows results and dead letters as they arrive. */
@Command(
        name = "watch",
        sortOptions = false,
        description = "Shows results and dead letters as they arrive, one line each, until interrupted.",
        footer = {
            "",
            "Example: limner watch --from-beginning --count 10 --json",
            "Exit codes: 0 done, 2 wrong arguments, 3 a topic is missing,",
            "4 broker unreachable or fewer lines than --count within --timeout"
        })
final class WatchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--from-beginning", description = "begin with what the topics still hold")
    private boolean fromBeginning;

    @Option(names = "--count", paramLabel = "N", description = "end after N lines")
    private @Nullable Integer count;

    @Option(names = "--timeout", paramLabel = "TIME", description = "end after this time (default: never)")
    private @Nullable Duration timeout;

    @Option(names = "--json", description = "one JSON object per line: position, headers and the whole value")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private HelpOption help;

    @Override
    public Integer call() {
        List<String> topics = List.of(kafka.resultsTopic(), kafka.deadLetterTopic());
        kafka.checkReachable(topics, timeout == null ? Duration.ofMinutes(1) : timeout);
        long start = System.nanoTime();
        int lines = 0;
        try (ArrivalReader reader =
                fromBeginning ? ArrivalReader.fromBeginning(kafka, topics) : ArrivalReader.fromNow(kafka, topics)) {
            while (count == null || lines < count) {
                if (timeout != null && System.nanoTime() - start > timeout.toNanos()) {
                    return endOfTime(lines);
                }
                for (Arrival arrival : reader.poll(Duration.ofMillis(200))) {
                    if (count == null || lines < count) {
                        show(arrival);
                        lines++;
                    }
                }
            }
        }
        return ExitCode.OK.code();
    }

    private void show(Arrival arrival) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? ArrivalLine.asJson(arrival) : ArrivalLine.forPeople(arrival, ZoneId.systemDefault()));
        out.flush(); // a line is of use while it is new
    }

    private int endOfTime(int lines) {
        if (count == null) {
            return ExitCode.OK.code();
        }
        throw new CommandFailedException(
                ExitCode.UNREACHABLE,
                "%d of %d results came from %s within %s".formatted(lines, count, kafka.bootstrapServers(), timeout));
    }
}
