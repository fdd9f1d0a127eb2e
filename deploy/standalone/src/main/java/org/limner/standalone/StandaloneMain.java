package org.limner.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.limner.broker.EmbeddedBroker;
import org.limner.broker.RenderTopics;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Starts the broker, creates the topics, then runs the worker against it; ends in the opposite order, so that the worker
 * can still commit what it has taken.
 */
@QuarkusMain
public final class StandaloneMain {
    static final int OK = 0;
    private static final int USAGE = 2;
    static final int REFUSED = 3;
    /** Longer than a worker drains: beyond it the broker is closed under the worker. */
    private static final int WORKER_STOP_SECONDS = 120;

    private StandaloneMain() {}

    public static void main(String... arguments) {
        StandaloneOptions options = new StandaloneOptions();
        CommandLine commandLine = new CommandLine(options).setUsageHelpWidth(100);
        try {
            commandLine.parseArgs(arguments);
        } catch (ParameterException e) {
            System.err.println("limner: " + e.getMessage() + "\ntry: limner standalone --help");
            System.exit(USAGE);
        }
        if (commandLine.isUsageHelpRequested()) {
            commandLine.usage(System.out);
            System.exit(OK);
        }
        Path bundles = bundles(options);
        if (!SampleBundles.holdsABundle(bundles)) {
            System.err.println("limner: there is no model bundle in " + bundles
                    + "; make one with limner train and limner export, or limner import, and name it with --bundles");
            System.exit(REFUSED);
        }
        EmbeddedBroker broker = startBroker(options);
        configureWorker(options, bundles, broker);
        runWorker(options, broker);
    }

    private static Path bundles(StandaloneOptions options) {
        if (options.bundles != null) {
            return options.bundles.toAbsolutePath().normalize();
        }
        String configured = System.getProperty("limner.bundles", System.getenv("LIMNER_BUNDLES"));
        return configured != null ? Path.of(configured).toAbsolutePath().normalize() : SampleBundles.folder();
    }

    private static EmbeddedBroker startBroker(StandaloneOptions options) {
        try {
            EmbeddedBroker broker = options.folder == null
                    ? EmbeddedBroker.start(options.port)
                    : EmbeddedBroker.start(options.folder, options.port);
            broker.createTopics(RenderTopics.STANDALONE_PARTITIONS);
            return broker;
        } catch (IllegalStateException e) {
            System.err.println("limner: " + e.getMessage() + cause(e) + "; choose others with --port and --folder");
            System.exit(REFUSED);
            throw e; // not reached
        }
    }

    /** The worker reads its keys from system properties; those that are ours alone would be unknown to it. */
    private static void configureWorker(StandaloneOptions options, Path bundles, EmbeddedBroker broker) {
        System.clearProperty(StandaloneOptions.PORT_KEY);
        System.clearProperty(StandaloneOptions.FOLDER_KEY);
        System.setProperty("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        System.setProperty("limner.bundles", bundles.toString());
        if (options.httpPort != null) {
            System.setProperty("quarkus.http.port", String.valueOf(options.httpPort));
        }
    }

    private static void runWorker(StandaloneOptions options, EmbeddedBroker broker) {
        // On SIGTERM all shutdown hooks run at once, Quarkus' among them: ours waits until the worker has ended.
        CountDownLatch workerEnded = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(workerEnded, broker), "close-the-broker"));
        String readyFile = options.readyFile == null
                ? ""
                : options.readyFile.toAbsolutePath().toString();
        Quarkus.run(
                StandaloneApplication.class,
                (exitCode, failure) -> {
                    workerEnded.countDown();
                    if (failure != null) {
                        failure.printStackTrace();
                    }
                    System.exit(exitCode);
                },
                broker.bootstrapServers(),
                readyFile,
                options.parentPid == null ? "" : options.parentPid.toString());
    }

    private static void closeAfter(CountDownLatch workerEnded, EmbeddedBroker broker) {
        try {
            if (!workerEnded.await(WORKER_STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("limner: the worker has not ended within " + WORKER_STOP_SECONDS
                        + " s; closing the broker under it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broker.close();
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    }
}
