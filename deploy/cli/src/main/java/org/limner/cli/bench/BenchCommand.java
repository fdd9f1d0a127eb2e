package org.limner.cli.bench;

import java.util.List;
import org.limner.cli.HelpOption;
import org.limner.cli.NearestWord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be measured. Only {@code jobs} is this program's; the launcher hands the others to the trainer's. */
@Command(
        name = "bench",
        synopsisSubcommandLabel = "WHAT",
        description = "Measures this machine or a running worker.",
        footer = {
            "",
            "  limner bench jobs    a running worker: images a second, time of jobs by stage, idle renderers",
            "  limner bench render  a generator without a worker: plain graph and window graph side by side",
            "  limner bench train   how fast this machine trains, and the memory it takes",
            "",
            "limner bench WHAT --help says more.",
            "Exit codes: 0 measured, 1 a job did not succeed or a check fell short, 2 wrong arguments,",
            "3 config or bundle refused, 4 not reachable or timed out"
        },
        subcommands = {BenchJobsCommand.class})
public final class BenchCommand implements Runnable {
    /** What follows {@code bench}; the launcher knows the same words. */
    public static final List<String> WORDS = List.of("jobs", "render", "train");

    @Spec
    private CommandSpec spec;

    @Parameters(hidden = true)
    private List<String> unknown = List.of();

    @Mixin
    private HelpOption help;

    @Override
    public void run() {
        String message;
        if (unknown.isEmpty()) {
            message = "bench what? There are: " + String.join(", ", WORDS);
        } else if (WORDS.contains(unknown.get(0))) {
            message = "bench " + unknown.get(0) + " is part of the trainer; the launcher starts it: ./limner bench "
                    + unknown.get(0);
        } else {
            message = "unknown bench '" + unknown.get(0) + "'; did you mean '" + NearestWord.to(unknown.get(0), WORDS)
                    + "'?";
        }
        throw new ParameterException(spec.commandLine(), message);
    }
}
