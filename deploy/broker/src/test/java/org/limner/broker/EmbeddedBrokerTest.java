package org.limner.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limner.broker.BrokerSecurity.Mechanism;

/** What could go wrong: records lost by a restart, two brokers in one JVM in each other's way, a JVM halted by Kafka. */
class EmbeddedBrokerTest {

    @Test
    void carriesRecordsToAConsumer() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(4);
            send(broker, "first");
            assertThat(readAll(broker, 1)).containsExactly("first");
        }
    }

    @Test
    void keepsRecordsAndAddressOverARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(1);
            String address = broker.bootstrapServers();
            send(broker, "before");
            broker.stop();
            broker.restart();
            send(broker, "after");
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(readAll(broker, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void keepsAGivenFolderForTheNextBroker(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("log"), 0)) {
            broker.createTopics(1);
            send(broker, "kept");
        }
        try (EmbeddedBroker next = EmbeddedBroker.start(folder.resolve("log"), 0)) {
            next.createTopics(1);
            assertThat(readAll(next, 1)).containsExactly("kept");
        }
    }

    @Test
    void deletesItsTemporaryFolder() {
        Path folder;
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            folder = broker.folder();
            assertThat(folder).isDirectory();
        }
        assertThat(Files.exists(folder)).isFalse();
    }

    @Test
    void runsBesideAnotherBroker() throws Exception {
        try (EmbeddedBroker one = EmbeddedBroker.start();
                EmbeddedBroker two = EmbeddedBroker.start()) {
            one.createTopics(1);
            two.createTopics(1);
            send(one, "one");
            send(two, "two");
            assertThat(readAll(one, 1)).containsExactly("one");
            assertThat(readAll(two, 1)).containsExactly("two");
        }
    }

    @Test
    void hidesAbortedTransactions() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(1);
            try (KafkaProducer<String, String> producer = producer(broker, Map.of("transactional.id", "test"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(RenderTopics.JOBS, "aborted"))
                        .get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(RenderTopics.JOBS, "committed"));
                producer.commitTransaction();
            }
            assertThat(readAll(broker, 1)).containsExactly("committed");
        }
    }

    @Test
    void refusesACompressionBombOnTheJobsTopic() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(1);
            Map<String, Object> zstd = Map.of("compression.type", "zstd", "max.request.size", 4 << 20);
            try (KafkaProducer<String, String> producer = producer(broker, zstd)) {
                String zeros = "0".repeat(3 << 20);
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>(RenderTopics.JOBS, zeros))
                                .get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(RecordTooLargeException.class);
            }
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void refusesAFolderInUse(@TempDir Path folder) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder.toString());
            broker.createTopics(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void letsUsersDoWhatHasAnEntryAndNobodyElseIn(Mechanism mechanism, @TempDir Path folder) throws Exception {
        // Given
        BrokerSecurity security = BrokerSecurity.create(folder, Map.of("anna", "back\\slash \"quoted\"", "ben", "b"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.DEFAULT.withSecurity(security))) {
            broker.createTopics(1);
            try (Admin administrator = broker.administrator()) {
                administrator
                        .createAcls(List.of(new AclBinding(
                                new ResourcePattern(ResourceType.TOPIC, RenderTopics.JOBS, PatternType.LITERAL),
                                new AccessControlEntry("User:anna", "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                        .all()
                        .get();
            }

            // When
            broker.restart();

            // Then
            try (KafkaProducer<String, String> anna = producer(broker, security.clientProperties("anna", mechanism))) {
                anna.send(new ProducerRecord<>(RenderTopics.JOBS, "from anna")).get();
            }
            try (KafkaProducer<String, String> ben = producer(broker, security.clientProperties("ben", mechanism))) {
                assertThatThrownBy(() -> ben.send(new ProducerRecord<>(RenderTopics.JOBS, "from ben"))
                                .get())
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
            Map<String, Object> plaintext = Map.of("max.block.ms", 2000);
            try (KafkaProducer<String, String> nobody = producer(broker, plaintext)) {
                assertThatThrownBy(() -> nobody.send(new ProducerRecord<>(RenderTopics.JOBS, "from nobody"))
                                .get())
                        .hasCauseInstanceOf(TimeoutException.class);
            }
        }
    }

    private static void send(EmbeddedBroker broker, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(broker, Map.of())) {
            producer.send(new ProducerRecord<>(RenderTopics.JOBS, value)).get();
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker broker, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static List<String> readAll(EmbeddedBroker broker, int expected) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "group.id", "test",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(RenderTopics.JOBS));
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < expected && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
            // A record that should not be there gets a moment to show itself.
            consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
        }
        return values;
    }
}
