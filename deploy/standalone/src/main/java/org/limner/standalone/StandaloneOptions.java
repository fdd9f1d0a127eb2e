package org.limner.standalone;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a person may choose; everything else has the worker's defaults and keys. */
@Command(
        name = "limner standalone",
        sortOptions = false,
        description =
                "Runs a worker and a Kafka broker in one process until it is interrupted. Both listen on 127.0.0.1"
                        + " alone.",
        footer = {
            "",
            "The worker's config keys may be given as -Dkey=value beside these options, or as environment",
            "variables (worker/README.md); so may limner.standalone.port and limner.standalone.folder.",
            "Example: limner standalone --port 19092 --folder /var/lib/limner",
            "Exit codes: 0 ended with the process of --parent-pid, 2 wrong arguments, 3 config, port or bundle",
            "refused, 143 ended by SIGTERM, 130 by SIGINT (Ctrl-C); jobs already taken are finished first"
        })
final class StandaloneOptions {
    static final String PORT_KEY = "limner.standalone.port";
    static final String FOLDER_KEY = "limner.standalone.folder";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${sys:" + PORT_KEY + ":-${env:LIMNER_STANDALONE_PORT:-9092}}",
            description = "of the broker; 0: any free one (default: 9092)")
    int port;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "${sys:" + FOLDER_KEY + ":-${env:LIMNER_STANDALONE_FOLDER}}",
            description = "where messages are kept (default: a temporary folder, deleted at the end)")
    @Nullable
    Path folder;

    @Option(names = "--bundles", paramLabel = "DIR", description = "model bundles, or one bundle (default: the sample)")
    @Nullable
    Path bundles;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "of health and metrics; 0: any free one (default: 8080)")
    @Nullable
    Integer httpPort;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "written when jobs are taken, with the keys bootstrap-servers, http, health and metrics")
    @Nullable
    Path readyFile;

    @Option(names = "--parent-pid", paramLabel = "PID", description = "end when this process has ended")
    @Nullable
    Long parentPid;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    boolean help;
}
