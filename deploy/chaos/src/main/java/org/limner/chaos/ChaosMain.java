package org.limner.chaos;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.limner.chaos.process.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The program in all its roles: what a person starts, and the processes that it starts itself. */
@QuarkusMain
@Command(
        name = "limner",
        subcommands = {ChaosCommand.class, ChaosMain.WorkerRole.class, BrokerRole.class})
public final class ChaosMain {
    static final int OK = 0;
    static final int FELL_SHORT = 1;
    private static final int USAGE = 2;

    /** Held, or the levels are forgotten with them. What a person needs to know, the verbs say themselves. */
    private static final List<Logger> QUIET = Stream.of("kafka", "org.apache.kafka", "state.change.logger")
            .map(Logger::getLogger)
            .toList();

    private ChaosMain() {}

    public static void main(String... arguments) {
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        CommandLine commandLine = new CommandLine(new ChaosMain());
        commandLine.setUsageHelpWidth(100);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler(ChaosMain::explainUsage);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof IllegalArgumentException) { // numbers that do not go together
                return explainUsage(new ParameterException(command, failure.getMessage()), arguments);
            }
            failure.printStackTrace();
            return FELL_SHORT;
        });
        System.exit(commandLine.execute(arguments));
    }

    private static int explainUsage(ParameterException failure, String[] arguments) {
        System.err.println("limner: " + failure.getMessage());
        System.err.println("try: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }

    /** A worker that can be made to fail. It reads the worker's config keys and its own. */
    @Command(name = "worker", hidden = true)
    static final class WorkerRole implements Runnable {
        @Option(names = "--parent-pid", required = true)
        private long parentPid;

        @Override
        public void run() {
            Program.endWithParent(parentPid);
            QUIET.forEach(logger -> logger.setLevel(null)); // the worker has levels of its own
            Quarkus.run();
        }
    }
}
