package org.limner.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.chaos.job.JobCounts;
import org.limner.chaos.job.JobKind;
import org.limner.chaos.load.BacklogCommand;
import org.limner.chaos.load.SoakCommand;
import org.limner.chaos.process.Program;
import org.limner.schemas.codec.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a person may choose of a run. */
@Command(
        name = "chaos",
        sortOptions = false,
        subcommands = {SoakCommand.class, BacklogCommand.class},
        description = {
            "Publishes jobs to a broker and workers of its own while it kills, stops and restarts",
            "them, then holds what came out against what went in: every job has exactly one answer,",
            "and the right one. Everything runs on 127.0.0.1 and is ended again."
        },
        footer = {
            "",
            "Example: limner chaos --jobs 5000 --kills 20 --broker-restarts 3 --stops 5 --poison 100 --killers 3",
            "Exit codes: 0 nothing lost, duplicated or wrong; 1 something was; 2 wrong arguments"
        })
final class ChaosCommand implements Callable<Integer> {
    @Option(names = "--jobs", paramLabel = "N", defaultValue = "500", description = "in all (default: 500)")
    private int jobs;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "3", description = "at a time (default: 3)")
    private int workers;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "3", description = "SIGKILLs of workers (default: 3)")
    private int kills;

    @Option(names = "--terms", paramLabel = "N", defaultValue = "1", description = "SIGTERMs of workers (default: 1)")
    private int terms;

    @Option(
            names = "--stops",
            paramLabel = "N",
            defaultValue = "1",
            description = "SIGSTOPs of workers, each for longer than the session timeout (default: 1)")
    private int stops;

    @Option(
            names = "--joins",
            paramLabel = "N",
            defaultValue = "1",
            description = "workers that come for a while and leave (default: 1)")
    private int joins;

    @Option(
            names = "--broker-restarts",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the broker with its records kept, by SIGTERM or SIGKILL (default: 1)")
    private int brokerRestarts;

    @Option(
            names = "--poison",
            paramLabel = "N",
            defaultValue = "20",
            description = "of the jobs are broken in one of many ways (default: 20)")
    private int poison;

    @Option(
            names = "--killers",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the jobs end the process that renders them (default: 0)")
    private int killers;

    @Option(
            names = "--failing-once",
            paramLabel = "N",
            defaultValue = "10",
            description = "of the jobs fail the first time they are rendered (default: 10)")
    private int failingOnce;

    @Option(
            names = "--failing-repeatedly",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the jobs fail until a worker gives them to a retry topic (default: 0)")
    private int failingRepeatedly;

    @Option(
            names = "--short-of-memory",
            paramLabel = "N",
            defaultValue = "10",
            description = "of the jobs fail for want of memory while they are not alone (default: 10)")
    private int shortOfMemory;

    @Option(
            names = "--expired",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the jobs have a deadline that has passed (default: 0)")
    private int expired;

    @Option(
            names = "--cancellations",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the jobs are cancelled, before or after they are published (default: 0)")
    private int cancellations;

    @Option(
            names = "--references",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the jobs have their masks in a folder (default: 0)")
    private int references;

    @Option(
            names = "--store-outages",
            paramLabel = "N",
            defaultValue = "0",
            description = "in which that folder is away (default: 0)")
    private int storeOutages;

    @Option(
            names = "--duplicates",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the jobs are published twice (default: 0)")
    private int duplicates;

    @Option(
            names = "--conflicts",
            paramLabel = "N",
            defaultValue = "0",
            description = "of the jobs meet another one of their id (default: 0)")
    private int conflicts;

    @Option(names = "--lanes", description = "publish to all three lanes (default: to limner.jobs alone)")
    private boolean lanes;

    @Option(names = "--seed", paramLabel = "N", description = "of jobs and faults (default: drawn and printed)")
    private @Nullable Long seed;

    @Option(
            names = "--group-protocol",
            paramLabel = "classic|consumer",
            defaultValue = "classic",
            description = "of the workers' group (default: classic)")
    private Protocol groupProtocol;

    @Option(
            names = "--session-timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "after which a silent worker's partitions go to others, at least 6 (default: 10, the worker's)")
    private int sessionTimeout;

    @Option(
            names = "--fault-interval",
            paramLabel = "SECONDS",
            defaultValue = "4",
            description = "between two faults on average; jobs are published meanwhile (default: 4)")
    private int faultInterval;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "without a new answer, after which jobs count as lost (default: 180)")
    private int patience;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "12", description = "of each topic (default: 12)")
    private int partitions;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "keep logs and records there (default: a temporary folder, deleted when all went well)")
    private @Nullable Path keep;

    @Option(names = "--json", description = "write the numbers as JSON in the last line")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean help;

    /** As Kafka spells them. */
    enum Protocol {
        CLASSIC,
        CONSUMER
    }

    @Override
    public Integer call() throws Exception {
        long drawn = seed == null ? new Random().nextInt(1_000_000) : seed;
        ChaosSettings settings = new ChaosSettings(
                new JobCounts(
                        jobs,
                        Map.of(
                                JobKind.POISON, poison,
                                JobKind.KILLER, killers,
                                JobKind.FAILS_ONCE, failingOnce,
                                JobKind.FAILS_REPEATEDLY, failingRepeatedly,
                                JobKind.SHORT_OF_MEMORY, shortOfMemory,
                                JobKind.EXPIRED, expired,
                                JobKind.CANCELLED, cancellations,
                                JobKind.BY_REFERENCE, references,
                                JobKind.DUPLICATE, duplicates,
                                JobKind.CONFLICT, conflicts)),
                new FaultCounts(kills, terms, stops, joins, brokerRestarts, storeOutages),
                workers,
                partitions,
                lanes ? List.of(Topics.JOBS, Topics.JOBS_HIGH, Topics.JOBS_LOW) : List.of(Topics.JOBS),
                groupProtocol.name().toLowerCase(Locale.ROOT),
                Duration.ofSeconds(sessionTimeout),
                Duration.ofSeconds(faultInterval),
                Duration.ofSeconds(patience),
                drawn,
                Program.bundle());
        System.out.println("seed " + drawn);
        WorkFolder folder = WorkFolder.of(keep);
        ChaosReport report = new ChaosRun(settings, folder.path()).run();
        report.print(System.out);
        if (report.audit().passed()) {
            folder.deleteIfTemporary();
        } else {
            System.out.println("logs and records are in " + folder.path());
        }
        if (json) {
            System.out.println(report.json());
        }
        return report.audit().passed() ? ChaosMain.OK : ChaosMain.FELL_SHORT;
    }
}
