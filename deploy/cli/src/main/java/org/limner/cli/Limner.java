package org.limner.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.limner.cli.bench.BenchCommand;
import org.limner.cli.bench.LoadRate;
import org.limner.cli.demo.DemoCommand;
import org.limner.cli.job.ModelNames;
import org.limner.cli.job.SeedList;
import org.limner.schemas.job.ModelReference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: finds the verb, runs it, turns what went wrong into one line and an exit code. */
@Command(
        name = "limner",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            SubmitCommand.class,
            CancelCommand.class,
            WatchCommand.class,
            DeadLettersCommand.class,
            RenderCommand.class,
            DemoCommand.class,
            BenchCommand.class
        })
public final class Limner implements Runnable {
    /** Verbs that the launcher hands to the worker's, the standalone's and the trainer's programs. */
    static final List<String> LAUNCHED_VERBS = List.of(
            "standalone",
            "worker",
            "train",
            "evaluate",
            "export",
            "import",
            "inspect",
            "sample",
            "scenes",
            "build",
            "help");

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            description = "show all verbs")
    private boolean help;

    @Parameters(hidden = true)
    private List<String> unknown = List.of();

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The parser and runner of all verbs. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Limner());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        // Of the levels of verbs alone: after a misspelt verb, its options are no mistake worth naming.
        for (CommandLine level :
                List.of(commandLine, commandLine.getSubcommands().get("bench"))) {
            level.getCommandSpec().parser().unmatchedOptionsArePositionalParams(true);
        }
        commandLine.setUsageHelpWidth(100);
        register(commandLine, SeedList.class, SeedList::parse);
        register(commandLine, ModelReference.class, ModelNames::parse);
        register(commandLine, Duration.class, Durations::parse);
        register(commandLine, LoadRate.class, LoadRate::parse);
        commandLine.setParameterExceptionHandler(Limner::explainUsage);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
        return commandLine;
    }

    @Override
    public void run() {
        if (!help && !unknown.isEmpty()) {
            throw new ParameterException(spec.commandLine(), unknownVerb(unknown.get(0)));
        }
        spec.commandLine().getOut().print(helpText());
        spec.commandLine().getOut().flush();
    }

    /** All verbs with a line each; the launcher prints the same file without starting Java. */
    static String helpText() {
        try (InputStream text = Limner.class.getResourceAsStream("help.txt")) {
            if (text == null) {
                throw new IllegalStateException("help.txt is missing beside " + Limner.class.getName());
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Picocli drops the message of any exception but its own. */
    private static <T> void register(CommandLine commandLine, Class<T> type, Function<String, T> parse) {
        commandLine.registerConverter(type, text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        });
    }

    private String unknownVerb(String verb) {
        List<String> verbs = new ArrayList<>(LAUNCHED_VERBS);
        verbs.addAll(spec.subcommands().keySet());
        return "unknown verb '" + verb + "'; did you mean '" + NearestWord.to(verb, verbs) + "'?";
    }

    private static int explainUsage(ParameterException failure, String[] arguments) {
        PrintWriter err = failure.getCommandLine().getErr();
        err.println("limner: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("try: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE.code();
    }

    private static int explain(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (failure instanceof CommandFailedException expected) {
            err.println("limner: " + expected.getMessage());
            err.flush();
            return expected.exitCode().code();
        }
        // Nobody foresaw this one: the trace is the only thing that helps.
        failure.printStackTrace(err);
        err.flush();
        return ExitCode.JOB_NOT_SUCCEEDED.code();
    }
}
