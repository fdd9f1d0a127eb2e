package org.limner.trainer;

import java.io.IOException;
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
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new TrainerMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    // These say all there is to say; anything else is a defect whose trace helps.
                    if (failure instanceof ConfigException
                            || failure instanceof DatasetException
                            || failure instanceof WeightFormatException
                            || failure instanceof UnusableGraphException) {
                        commandLine.getErr().println("limner: " + failure.getMessage());
                        return REFUSED;
                    }
                    if (failure instanceof DivergenceException || failure instanceof IOException) {
                        commandLine.getErr().println("limner: " + failure.getMessage());
                        return DIVERGED;
                    }
                    throw failure;
                })
                .execute(args);
    }
}
