package org.limner.cli;

import picocli.CommandLine.Option;

/** {@code --help} of a verb. */
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean help;
}
