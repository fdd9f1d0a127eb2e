package org.limner.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                Set<Entry> missing = new LinkedHashSet<>(Entry.OF_A_WORKER);
                while (!missing.isEmpty()) {
                    Entry named = awaitComplaint(worker, missing);
                    missing.remove(named);
                    allow(administrator, "worker", named);
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
                assertThat(worker.log()).contains("Listening on: http://127.0.0.1:");
                assertThat(worker.log())
                        .as("what the clients say about their settings, which they say at INFO")
                        .contains("sasl.jaas.config = [hidden]", "ssl.truststore.password = [hidden]")
                        .doesNotContain(WORKER_PASSWORD)
                        .doesNotContain("password = " + security.trustStorePassword());
            }
        }
    }

    /** Waits until readiness names one of {@code missing}, in whatever order the worker notices them. */
    private static Entry awaitComplaint(WorkerProcess worker, Set<Entry> missing) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            WorkerProcess.Page page = worker.get("/q/health/ready");
            Optional<Entry> named = missing.stream()
                    .filter(entry -> page.status() == 503 && page.body().contains(entry.complaint))
                    .findFirst();
            if (named.isPresent()) {
                return named.get();
            }
            assertThat(System.nanoTime())
                    .as("readiness names one of %s before now; it is %s; the log:%n%s", missing, page, worker.log())
                    .isLessThan(end);
            WorkerProcess.pause(Duration.ofMillis(100));
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
        List<AclBinding> bindings = entry.operations.stream()
                .map(operation -> new AclBinding(
                        what, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                .toList();
        try {
            administrator.createAcls(bindings).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** A row of the README's table. */
    private enum Entry {
        JOBS(RenderTopics.JOBS, AclOperation.READ),
        JOBS_HIGH(RenderTopics.JOBS_HIGH, AclOperation.READ),
        JOBS_LOW(RenderTopics.JOBS_LOW, AclOperation.READ),
        RETRY_5S(RenderTopics.RETRIES.get(0), AclOperation.READ, AclOperation.WRITE),
        RETRY_30S(RenderTopics.RETRIES.get(1), AclOperation.READ, AclOperation.WRITE),
        RETRY_5M(RenderTopics.RETRIES.get(2), AclOperation.READ, AclOperation.WRITE),
        SEEN(RenderTopics.SEEN, AclOperation.READ, AclOperation.WRITE),
        CANCELLATIONS(RenderTopics.CANCELLATIONS, AclOperation.READ),
        RESULTS(RenderTopics.RESULTS, AclOperation.WRITE),
        DEAD_LETTERS(RenderTopics.DEAD_LETTER, AclOperation.WRITE),
        TRANSACTIONS(
                ResourceType.TRANSACTIONAL_ID,
                "limner-worker-",
                PatternType.PREFIXED,
                "transactions of limner-worker-secured cannot begin",
                AclOperation.WRITE),
        GROUP(
                ResourceType.GROUP,
                "limner-workers",
                PatternType.LITERAL,
                "Not authorized to access group: limner-workers",
                AclOperation.READ),

        JOBS_OF_A_SUBMITTER(RenderTopics.JOBS, AclOperation.WRITE),
        RESULTS_OF_A_READER(RenderTopics.RESULTS, AclOperation.READ),
        DEAD_LETTERS_OF_A_READER(RenderTopics.DEAD_LETTER, AclOperation.READ),
        /** Of readers that use a group; those that choose their partitions themselves need none. */
        GROUP_OF_A_READER(ResourceType.GROUP, "results-", PatternType.PREFIXED, "", AclOperation.READ);

        static final List<Entry> OF_A_WORKER = List.of(
                JOBS,
                JOBS_HIGH,
                JOBS_LOW,
                RETRY_5S,
                RETRY_30S,
                RETRY_5M,
                SEEN,
                CANCELLATIONS,
                RESULTS,
                DEAD_LETTERS,
                TRANSACTIONS,
                GROUP);
        static final List<Entry> OF_A_SUBMITTER = List.of(JOBS_OF_A_SUBMITTER);
        static final List<Entry> OF_A_READER =
                List.of(RESULTS_OF_A_READER, DEAD_LETTERS_OF_A_READER, GROUP_OF_A_READER);

        private final ResourceType type;
        private final String name;
        private final PatternType pattern;
        /** What a worker's readiness says without it. */
        private final String complaint;

        private final List<AclOperation> operations;

        Entry(String topic, AclOperation... operations) {
            this(
                    ResourceType.TOPIC,
                    topic,
                    PatternType.LITERAL,
                    "Not authorized to access topics: [" + topic + "]",
                    operations);
        }

        Entry(ResourceType type, String name, PatternType pattern, String complaint, AclOperation... operations) {
            this.type = type;
            this.name = name;
            this.pattern = pattern;
            this.complaint = complaint;
            this.operations = List.of(operations);
        }
    }
}
