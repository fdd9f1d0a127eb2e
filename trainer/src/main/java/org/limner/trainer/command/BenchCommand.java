package org.limner.trainer.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limner bench}, the trainer's part of it. */
@Command(
        name = "bench",
        description = "Measures how fast this machine trains and renders.",
        subcommands = {BenchTrainCommand.class, BenchRenderCommand.class})
public final class BenchCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it runs");
        }
        throw new ParameterException(spec.commandLine(), "bench what? There is: bench train, bench render");
    }
}
