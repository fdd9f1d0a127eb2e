package org.limner.worker.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where jobs come from and results go to. */
@ConfigMapping(prefix = "limner.kafka")
public interface KafkaConfig {
    /** Comma-separated {@code host:port}. */
    @WithDefault("127.0.0.1:9092")
    String bootstrapServers();

    /** The consumer group all workers of one installation share. */
    @WithDefault("limner-workers")
    String groupId();

    /** {@code classic} (cooperative), {@code classic-eager}, or {@code consumer} (KIP-848, assigned by the broker). */
    @WithDefault("classic")
    GroupProtocol groupProtocol();

    /** Where jobs are read. The worker creates no topic. */
    @WithDefault("limner.jobs")
    String jobsTopic();

    /** Jobs that are taken before others: 8 of them for 3 of the jobs topic and 1 of the low one. */
    @WithDefault("limner.jobs.high")
    String highJobsTopic();

    /** Jobs that give way to others. */
    @WithDefault("limner.jobs.low")
    String lowJobsTopic();

    /**
     * Where jobs go that failed by no fault of their own, one after the other: comma-separated, and each name ends with the
     * delay.
     */
    @WithDefault("limner.retry.5s,limner.retry.30s,limner.retry.5m")
    String retryTopics();

    /** Where the digest of each job is written that was taken; compacted. */
    @WithDefault("limner.seen")
    String seenTopic();

    /** How long a job that is published again is known for a duplicate. */
    @WithDefault("24h")
    Duration seenWindow();

    /** Jobs that a worker remembers for that, some 120 bytes each; beyond it the largest partition forgets its oldest. */
    @WithDefault("250000")
    int maxSeenJobs();

    /** Where jobs are cancelled; compacted. */
    @WithDefault("limner.cancellations")
    String cancellationsTopic();

    /** How long a cancellation holds. */
    @WithDefault("168h")
    Duration cancellationWindow();

    /** Cancellations that a worker remembers; beyond it the oldest are forgotten. */
    @WithDefault("100000")
    int maxCancellations();

    /** Where each job's one result is written. */
    @WithDefault("limner.results")
    String resultsTopic();

    /** Where records that are no jobs go, byte for byte. */
    @WithDefault("limner.dead-letter")
    String deadLetterTopic();

    /** Another worker takes over this long after one was killed. With {@code consumer}, the broker decides instead. */
    @WithDefault("10s")
    Duration sessionTimeout();

    /** A third of the session timeout, or less. With {@code consumer}, the broker decides instead. */
    @WithDefault("3s")
    Duration heartbeatInterval();

    /** How long an open transaction of a killed worker hides later results from readers of committed ones. */
    @WithDefault("10s")
    Duration transactionTimeout();

    /** How long one request may wait for the broker before the transaction counts as failed. */
    @WithDefault("10s")
    Duration requestTimeout();

    /** Between two attempts to reach the broker, or to begin again after a failed transaction. */
    @WithDefault("1s")
    Duration retryDelay();

    /** How long a poll waits for records while jobs are being rendered: the longest a finished result lies about. */
    @WithDefault("10ms")
    Duration pollTimeout();

    /** Jobs of one partition taken and not yet committed; a full partition is paused. 16 to 256. */
    @WithDefault("256")
    int maxInFlightJobs();

    /**
     * Bytes reserved for jobs taken and not yet committed, over all partitions: each counts its record and the largest
     * result until it has one. When they are used up no job is begun; up to 16 records of each lane are read ahead.
     */
    @WithDefault("256M")
    MemorySize maxInFlightSize();

    /** How brokers are spoken to, and as whom. */
    Security security();

    /** None of it is ever logged: passwords reach Kafka's clients as values that print as {@code [hidden]}. */
    interface Security {
        /** {@code plaintext}, {@code ssl}, {@code sasl-plaintext} or {@code sasl-ssl}. */
        @WithDefault("plaintext")
        SecurityProtocol protocol();

        /** {@code scram-sha-256}, {@code scram-sha-512} or {@code plain}; read with the two {@code sasl} protocols. */
        @WithDefault("scram-sha-256")
        SaslMechanism mechanism();

        /** Who this worker is; needed with the two {@code sasl} protocols. */
        Optional<String> username();

        /** A secret: better from the environment than from the command line, which other users of a machine can see. */
        Optional<String> password();

        /** The certificates of whoever signed the brokers'; without it the JDK's own. */
        Optional<Path> truststore();

        /** A secret, where the trust store has one. */
        Optional<String> truststorePassword();

        /** {@code PKCS12}, {@code PEM} or {@code JKS}. */
        @WithDefault("PKCS12")
        String truststoreType();
    }
}
