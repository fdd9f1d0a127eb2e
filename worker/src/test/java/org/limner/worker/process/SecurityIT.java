package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.BrokerSecurity;
import org.limner.broker.BrokerSecurity.Mechanism;
import org.limner.broker.BrokerSettings;
import org.limner.broker.EmbeddedBroker;
import org.limner.broker.RenderTopics;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.fixture.TinyBundle;

/**
 * What could go wrong: a worker needs more rights than the README says, hangs without a word when it lacks one, or writes
 * its password where others read.
 */
class SecurityIT {
    private static final String WORKER_PASSWORD = "workers-password-7d1f";

    @TempDir
    Path folder;

    @Test
    void worksWithExactlyTheDocumentedEntriesAndNamesTheOneThatIsMissing() {
        TinyBundle.DEFAULT.write(folder.resolve("tiny"));
        BrokerSecurity security = BrokerSecurity.create(
                folder.resolve("certificates"),
                Map.of("worker", WORKER_PASSWORD, "submitter", "submitters-password", "reader", "readers-password"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.DEFAULT.withSecurity(security));
                Admin administrator = broker.administrator()) {
            broker.createTopics(2);
            try (WorkerProcess worker = start(broker, security)) {
                for (Entry entry : Entry.OF_A_WORKER) {
                    worker.awaitReadiness(503, entry.complaint);
                    allow(administrator, "worker", entry);
                }
                worker.awaitReady();
                Entry.OF_A_SUBMITTER.forEach(entry -> allow(administrator, "submitter", entry));
                Entry.OF_A_READER.forEach(entry -> allow(administrator, "reader", entry));

                try (RenderClient client = new RenderClient(
                        broker.bootstrapServers(),
                        security.clientProperties("submitter", Mechanism.PLAIN),
                        security.clientProperties("reader", Mechanism.SCRAM_SHA_256))) {
                    client.submit(SmallJobs.job("secured", 2));
                    client.submit("stray", Map.of(), "no job".getBytes(StandardCharsets.UTF_8));
                    client.readUntil(
                            Duration.ofSeconds(30),
                            c -> c.results().size() == 1 && c.deadLetters().size() == 1);

                    assertThat(client.results().get(0).status()).isEqualTo(ResultStatus.SUCCEEDED);
                    assertThat(client.results().toString()).doesNotContain(WORKER_PASSWORD);
                }
                assertThat(worker.get("/q/metrics").body())
                        .contains("limner_jobs_total")
                        .doesNotContain(WORKER_PASSWORD);
                assertThat(worker.get("/q/health").body()).doesNotContain(WORKER_PASSWORD);
                assertThat(worker.log())
                        .as("what the clients say about their settings, which they say at INFO")
                        .contains("sasl.jaas.config = [hidden]", "ssl.truststore.password = [hidden]")
                        .doesNotContain(WORKER_PASSWORD)
                        .doesNotContain("password = " + security.trustStorePassword());
            }
        }
    }

    private WorkerProcess start(EmbeddedBroker broker, BrokerSecurity security) {
        Map<String, String> config = new HashMap<>();
        config.put("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        config.put("limner.bundles", folder.resolve("tiny").toString());
        config.put("limner.worker.id", "secured");
        config.put("limner.generator.intra-op-threads", "1");
        config.put("limner.kafka.security.protocol", "sasl-ssl");
        config.put("limner.kafka.security.username", "worker");
        config.put("limner.kafka.security.password", WORKER_PASSWORD);
        config.put("limner.kafka.security.truststore", security.trustStore().toString());
        config.put("limner.kafka.security.truststore-password", security.trustStorePassword());
        config.put("quarkus.log.category.\"org.apache.kafka.common.config\".level", "INFO");
        return WorkerProcess.start(folder, config);
    }

    private static void allow(Admin administrator, String user, Entry entry) {
        ResourcePattern what = new ResourcePattern(entry.type, entry.name, entry.pattern);
        AccessControlEntry who = new AccessControlEntry("User:" + user, "*", entry.operation, AclPermissionType.ALLOW);
        try {
            administrator.createAcls(List.of(new AclBinding(what, who))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** A row of the README's table. */
    private enum Entry {
        READ_JOBS(AclOperation.READ, RenderTopics.JOBS, "Not authorized to access topics: [limner.jobs]"),
        WRITE_RESULTS(AclOperation.WRITE, RenderTopics.RESULTS, "Not authorized to access topics: [limner.results]"),
        WRITE_DEAD_LETTERS(
                AclOperation.WRITE, RenderTopics.DEAD_LETTER, "Not authorized to access topics: [limner.dead-letter]"),
        WRITE_TRANSACTIONS(
                ResourceType.TRANSACTIONAL_ID,
                AclOperation.WRITE,
                "limner-worker-",
                PatternType.PREFIXED,
                "transactions of limner-worker-secured cannot begin"),
        READ_GROUP(
                ResourceType.GROUP,
                AclOperation.READ,
                "limner-workers",
                PatternType.LITERAL,
                "Not authorized to access group: limner-workers"),
        WRITE_JOBS(AclOperation.WRITE, RenderTopics.JOBS, ""),
        READ_RESULTS(AclOperation.READ, RenderTopics.RESULTS, ""),
        READ_DEAD_LETTERS(AclOperation.READ, RenderTopics.DEAD_LETTER, ""),
        /** For readers that use a group; those that assign partitions themselves need none. */
        READ_OWN_GROUP(ResourceType.GROUP, AclOperation.READ, "results-", PatternType.PREFIXED, "");

        /** In the order in which a worker notices. */
        static final List<Entry> OF_A_WORKER =
                List.of(READ_JOBS, WRITE_RESULTS, WRITE_DEAD_LETTERS, WRITE_TRANSACTIONS, READ_GROUP);

        static final List<Entry> OF_A_SUBMITTER = List.of(WRITE_JOBS);
        static final List<Entry> OF_A_READER = List.of(READ_RESULTS, READ_DEAD_LETTERS, READ_OWN_GROUP);

        private final ResourceType type;
        private final AclOperation operation;
        private final String name;
        private final PatternType pattern;
        /** What readiness says without it. */
        private final String complaint;

        Entry(AclOperation operation, String topic, String complaint) {
            this(ResourceType.TOPIC, operation, topic, PatternType.LITERAL, complaint);
        }

        Entry(ResourceType type, AclOperation operation, String name, PatternType pattern, String complaint) {
            this.type = type;
            this.operation = operation;
            this.name = name;
            this.pattern = pattern;
            this.complaint = complaint;
        }
    }
}
