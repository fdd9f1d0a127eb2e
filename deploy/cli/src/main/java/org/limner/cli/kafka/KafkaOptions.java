package org.limner.cli.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import picocli.CommandLine.Option;

/** Where the broker is and what the topics are called. */
public final class KafkaOptions {
    /** How long a broker may take to answer at all before a verb gives up. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    @Option(
            names = {"--bootstrap-servers", "--bootstrap"},
            paramLabel = "HOST:PORT",
            defaultValue = "${env:LIMNER_KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}",
            description = "the Kafka broker (default: ${DEFAULT-VALUE}; or LIMNER_KAFKA_BOOTSTRAP_SERVERS)")
    private String bootstrapServers;

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "more properties for the Kafka clients, for example security.protocol and sasl.*")
    private @Nullable Path clientConfig;

    @Option(names = "--jobs-topic", paramLabel = "NAME", defaultValue = "limner.jobs", hidden = true)
    private String jobsTopic;

    @Option(names = "--high-jobs-topic", paramLabel = "NAME", defaultValue = "limner.jobs.high", hidden = true)
    private String highJobsTopic;

    @Option(names = "--low-jobs-topic", paramLabel = "NAME", defaultValue = "limner.jobs.low", hidden = true)
    private String lowJobsTopic;

    @Option(names = "--cancellations-topic", paramLabel = "NAME", defaultValue = "limner.cancellations", hidden = true)
    private String cancellationsTopic;

    @Option(names = "--results-topic", paramLabel = "NAME", defaultValue = "limner.results", hidden = true)
    private String resultsTopic;

    @Option(names = "--dead-letter-topic", paramLabel = "NAME", defaultValue = "limner.dead-letter", hidden = true)
    private String deadLetterTopic;

    /** The options a program sets itself instead of a person. */
    public static KafkaOptions of(String bootstrapServers) {
        KafkaOptions options = new KafkaOptions();
        options.bootstrapServers = bootstrapServers;
        options.jobsTopic = "limner.jobs";
        options.highJobsTopic = "limner.jobs.high";
        options.lowJobsTopic = "limner.jobs.low";
        options.cancellationsTopic = "limner.cancellations";
        options.resultsTopic = "limner.results";
        options.deadLetterTopic = "limner.dead-letter";
        return options;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Where jobs of {@code lane} are published. */
    public String jobsTopic(Lane lane) {
        return lane == Lane.NORMAL ? jobsTopic : lane == Lane.HIGH ? highJobsTopic : lowJobsTopic;
    }

    public String cancellationsTopic() {
        return cancellationsTopic;
    }

    public String resultsTopic() {
        return resultsTopic;
    }

    public String deadLetterTopic() {
        return deadLetterTopic;
    }

    /**
     * Returns when the broker answers and has {@code topics}. Kafka's own clients would retry silently instead.
     * Ends the verb with UNREACHABLE after {@code limit}, 10 s at most, and with REFUSED when a topic is missing.
     */
    public void checkReachable(List<String> topics, Duration limit) {
        Duration patience = limit.compareTo(CONNECT_LIMIT) < 0 ? limit : CONNECT_LIMIT;
        Map<String, Object> config = clientProperties();
        config.put("default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
        config.put("request.timeout.ms", Math.toIntExact(patience.toMillis()));
        try (Admin admin = Admin.create(config)) {
            admin.describeTopics(topics).allTopicNames().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new CommandFailedException(
                        ExitCode.REFUSED,
                        "the broker at " + bootstrapServers + " lacks one of the topics " + topics
                                + "; create them first (limner standalone does)",
                        e);
            }
            throw unreachable(patience, e.getCause());
        } catch (KafkaException e) {
            throw unreachable(patience, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitCode.UNREACHABLE, "interrupted while reaching the broker", e);
        }
    }

    /** A fresh, changeable map for one client. */
    Map<String, Object> clientProperties() {
        Map<String, Object> config = new HashMap<>();
        if (clientConfig != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(clientConfig)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new CommandFailedException(
                        ExitCode.USAGE, "cannot read the client config " + clientConfig + ": " + e.getMessage(), e);
            }
            properties.stringPropertyNames().forEach(name -> config.put(name, properties.getProperty(name)));
        }
        config.put("bootstrap.servers", bootstrapServers);
        return config;
    }

    private CommandFailedException unreachable(Duration patience, Throwable cause) {
        return new CommandFailedException(
                ExitCode.UNREACHABLE,
                "no Kafka broker answered at %s within %.1f s (%s); start one with: limner standalone"
                        .formatted(bootstrapServers, patience.toMillis() / 1000.0, cause.getMessage()),
                cause);
    }
}
