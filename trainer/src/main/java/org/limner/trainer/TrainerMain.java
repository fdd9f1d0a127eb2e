package org.limner.trainer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.limner.trainer.bundle.UnusableGraphException;
import org.limner.trainer.command.BenchCommand;
import org.limner.trainer.command.EvaluateCommand;
import org.limner.trainer.command.ExportCommand;
import org.limner.trainer.command.ImportCommand;
import org.limner.trainer.command.InspectCommand;
import org.limner.trainer.command.SampleCommand;
import org.limner.trainer.command.TrainCommand;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.scenes.ScenesCommand;
import org.limner.trainer.training.DivergenceException;
import org.limner.trainer.weights.WeightFormatException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The trainer's program: one verb per command class. */
@Command(
        name = "limner",
        description = "Trains generators and makes bundles of them.",
        subcommands = {
            TrainCommand.class,
            SampleCommand.class,
            EvaluateCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            InspectCommand.class,
            ScenesCommand.class,
            BenchCommand.class
        })
public final class TrainerMain {
    private static final int DIVERGED = 1;
    private static final int REFUSED = 3;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.LOCAL,
            description = "Shows this text.")
    private boolean help;

    private TrainerMain() {}

    /** Runs a verb; ends the process with its exit code: 0 done, 1 diverged or failed, 2 usage, 3 refused. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // numbers look alike on every machine
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new TrainerMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((mistake, arguments) -> {
                    // The whole help would push what is wrong off the screen.
                    CommandLine verb = mistake.getCommandLine();
                    verb.getErr().println("limner: " + mistake.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(mistake, verb.getErr());
                    verb.getErr().println("See " + verb.getCommandSpec().qualifiedName() + " --help.");
                    return verb.getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    // These say all there is to say; anything else is a defect whose trace helps.
                    if (failure instanceof ConfigException
                            || failure instanceof DatasetException
                            || failure instanceof WeightFormatException
                            || failure instanceof UnusableGraphException) {
                        commandLine.getErr().println("limner: " + failure.getMessage());
                        return REFUSED;
                    }
                    if (failure instanceof FileSystemException file && file.getReason() == null) {
                        commandLine.getErr().println("limner: " + file.getFile() + ": " + reason(file));
                        return DIVERGED;
                    }
                    if (failure instanceof DivergenceException || failure instanceof IOException) {
                        commandLine.getErr().println("limner: " + failure.getMessage());
                        return DIVERGED;
                    }
                    throw failure;
                })
                .execute(args);
    }

    /** Some of Java's exceptions about files say all they know by their class. */
    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "access is denied";
        }
        return failure instanceof FileAlreadyExistsException
                ? "is there already, and is no folder"
                : failure.getClass().getSimpleName();
    }
}
