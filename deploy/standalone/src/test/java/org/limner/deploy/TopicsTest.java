package org.limner.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.RenderTopics;
import org.limner.deploy.CustomResources.KafkaTopic;

/**
 * Four places say how the topics are made: the embedded broker, Strimzi's resources, the script for any other Kafka, and
 * the AsyncAPI document. A limit that differs in one of them loses records there alone.
 */
class TopicsTest {
    private static final int PARTITIONS = 12;

    private static final Map<String, Map<String, String>> EXPECTED = RenderTopics.withPartitions(PARTITIONS).stream()
            .collect(Collectors.toMap(NewTopic::name, NewTopic::configs));

    static List<KafkaTopic> strimzi() {
        return Manifests.render("k8s/topics").allCustom(KafkaTopic.class);
    }

    @Test
    void strimziMakesTheTopicsOfTheBroker() {
        Map<String, Map<String, String>> configs = new HashMap<>();
        for (KafkaTopic topic : strimzi()) {
            Map<String, String> config = new HashMap<>(topic.spec().config());
            assertThat(Integer.parseInt(config.remove("min.insync.replicas")))
                    .as("a write survives the loss of a broker, and one broker less still takes it")
                    .isEqualTo(topic.spec().replicas() - 1);
            assertThat(topic.spec().partitions()).isEqualTo(PARTITIONS);
            assertThat(topic.metadata().labels()).containsKey("strimzi.io/cluster");
            configs.put(topic.metadata().name(), config);
        }
        assertThat(configs).isEqualTo(EXPECTED);
    }

    @Test
    void scriptMakesTheTopicsOfTheBroker(@TempDir Path folder) throws IOException {
        // Given a tool of that name that only writes down how it was called
        Path calls = folder.resolve("calls");
        Path tool = folder.resolve("kafka-topics.sh");
        Files.writeString(tool, "#!/bin/sh\necho \"$@\" >> " + calls + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));

        // When
        Repository.run(List.of(
                "/bin/sh",
                "-c",
                "PATH=" + folder + ":$PATH exec " + Repository.ROOT.resolve("deploy/create-topics.sh")
                        + " kafka:9092"));

        // Then
        Map<String, Map<String, String>> configs = new HashMap<>();
        for (String call : Files.readAllLines(calls)) {
            assertThat(call)
                    .startsWith("--bootstrap-server kafka:9092 --create --if-not-exists --partitions 12"
                            + " --replication-factor 3 --topic ");
            String[] words = call.substring(call.indexOf("--topic ")).split(" ");
            Map<String, String> config = new HashMap<>();
            for (int i = 2; i < words.length; i += 2) {
                assertThat(words[i]).isEqualTo("--config");
                String[] pair = words[i + 1].split("=", 2);
                config.put(pair[0], pair[1]);
            }
            configs.put(words[1], config);
        }
        assertThat(configs).isEqualTo(EXPECTED);
    }

    @Test
    void asyncApiDescribesTheTopicsOfTheBroker() {
        Map<String, String> limits = new HashMap<>();
        for (JsonNode channel : Repository.yaml("schemas/asyncapi.yaml").get("channels")) {
            JsonNode kafka = channel.at("/bindings/kafka");
            assertThat(kafka.get("partitions").intValue()).isEqualTo(PARTITIONS);
            limits.put(
                    channel.get("address").textValue(),
                    kafka.at("/topicConfiguration/max.message.bytes").asText());
        }
        Map<String, String> expected = new HashMap<>();
        EXPECTED.forEach((topic, config) -> expected.put(topic, config.get("max.message.bytes")));
        assertThat(limits).isEqualTo(expected);
    }
}
