package org.limner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.broker.RenderTopics;
import org.limner.schemas.job.Digests;

/**
 * {@code submit} and {@code watch} against a real broker. What could go wrong: an answer missed because the reader came
 * late, one shown twice because an aborted transaction left a copy, an exit code that hides a failure.
 */
@TestMethodOrder(OrderAnnotation.class)
class JobsThroughKafkaTest {
    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static String mask;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start();
        broker.createTopics(2);
        mask = Files.write(folder.resolve("mask.png"), new byte[] {1, 2, 3}).toString();
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @Test
    @Order(1)
    void writesTheImagesOfASucceededJob() throws Exception {
        Path out = folder.resolve("pictures");
        try (FlatWorker worker = new FlatWorker(broker)) {
            CommandLineRun run = submit("--id", "job:1", "--seeds", "255,65280", "--out", out.toString());
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).containsPattern("job:1 +SUCCEEDED +2 +1 +40 +51");
        }
        assertThat(ImageIO.read(out.resolve("job_1-0.png").toFile()).getRGB(0, 0) & 0xFFFFFF)
                .isEqualTo(255);
        assertThat(ImageIO.read(out.resolve("job_1-1.png").toFile()).getRGB(0, 0) & 0xFFFFFF)
                .isEqualTo(65280);
    }

    @Test
    @Order(2)
    void saysWhyAJobFailed() {
        try (FlatWorker worker = new FlatWorker(broker)) {
            CommandLineRun run = submit("--id", "job:2", "--model", "desert@3", "--wait");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("FAILED", "UNKNOWN_MODEL at /model: no bundle desert@3");
        }
    }

    @Test
    @Order(3)
    void publishesWithoutWaiting() {
        CommandLineRun run = submit("--id", "job:3", "--seed", "1", "--tag", "evening");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("published job job:3 at limner.jobs[");
    }

    @Test
    @Order(4)
    void givesUpWhenNobodyAnswers() {
        CommandLineRun run = submit("--id", "job:4", "--wait", "--timeout", "900ms");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("job:4", "limner.results", broker.bootstrapServers(), "within 0.9 s");
    }

    @Test
    @Order(5)
    void watchShowsEveryOutcomeOnce() throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(RenderTopics.JOBS, "stray", "hello"))
                    .get();
        }
        try (FlatWorker worker = new FlatWorker(broker)) {
            CommandLineRun run = watch("--from-beginning", "--count", "5", "--timeout", "20s");
            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines())
                    .hasSize(5)
                    .anyMatch(line -> line.contains("job:1 SUCCEEDED 2 images by coast@2, queue 1 ms"))
                    .anyMatch(line -> line.contains("job:2 FAILED UNKNOWN_MODEL at /model: no bundle desert@3"))
                    .anyMatch(line -> line.contains("job:3 SUCCEEDED 1 image ") && line.endsWith("tags evening"))
                    .anyMatch(line -> line.contains("job:4 SUCCEEDED"))
                    .anyMatch(line -> line.contains("DEAD LETTER") && line.contains("limner_reason=NOT_A_JOB"));
        }
    }

    @Test
    @Order(6)
    void watchWritesJsonForPrograms() throws Exception {
        CommandLineRun run = watch("--from-beginning", "--count", "5", "--timeout", "20s", "--json");
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = run.out()
                .lines()
                .map(line -> {
                    try {
                        return mapper.readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
        assertThat(lines).hasSize(5);
        assertThat(lines)
                .anyMatch(line -> line.at("/value/job").asText().equals("job:1")
                        && line.at("/value/images").size() == 2
                        && line.at("/headers/ce_id").asText().equals("job:1.result"));
        assertThat(lines)
                .anyMatch(line -> line.get("topic").asText().equals("limner.dead-letter")
                        && new String(base64(line.get("base64")), StandardCharsets.UTF_8).equals("hello"));
    }

    @Test
    @Order(7)
    void watchSaysHowManyAreMissing() {
        CommandLineRun run = watch("--count", "3", "--timeout", "500ms");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("0 of 3 results came from " + broker.bootstrapServers());
    }

    @Test
    @Order(8)
    void namesMissingTopics() {
        CommandLineRun run = watch("--results-topic", "elsewhere", "--count", "1");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("lacks one of the topics [elsewhere");
    }

    @Test
    @Order(9)
    void saysThatAJobIsTooLarge() throws Exception {
        broker.createTopics(List.of(new NewTopic("narrow", 1, (short) 1).configs(Map.of("max.message.bytes", "5000"))));
        Path large = Files.write(folder.resolve("large.png"), new byte[6000]);
        CommandLineRun run = CommandLineRun.of(
                "submit",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--jobs-topic",
                "narrow",
                "--model",
                "coast",
                "--mask",
                large.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("more than topic narrow takes");
    }

    @Test
    @Order(10)
    void saysWhereTheMaskIsAndHowTheImagesShallTravel() throws Exception {
        broker.createTopics(List.of(new NewTopic("referenced", 1, (short) 1)));

        CommandLineRun run = submit(
                "--jobs-topic", "referenced", "--mask-uri", "s3://masks/coast.png", "--output-delivery", "store");

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("referenced", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            JsonNode job = new ObjectMapper()
                    .readTree(consumer.poll(Duration.ofSeconds(20))
                            .iterator()
                            .next()
                            .value());
            assertThat(job.at("/mask/reference/uri").asText()).isEqualTo("s3://masks/coast.png");
            assertThat(job.at("/mask/reference/bytes").asInt()).isEqualTo(3);
            assertThat(job.at("/mask/reference/sha256").asText()).isEqualTo(Digests.sha256(new byte[] {1, 2, 3}));
            assertThat(job.at("/output/delivery").asText()).isEqualTo("store");
        }
    }

    @Test
    @Order(13)
    void publishesToTheLaneThatIsAskedFor() {
        assertThat(submit("--id", "urgent", "--seed", "1", "--lane", "high").out())
                .startsWith("published job urgent at limner.jobs.high[");
        assertThat(submit("--id", "later", "--seed", "1", "--lane", "LOW").out())
                .startsWith("published job later at limner.jobs.low[");
        CommandLineRun wrong = submit("--seed", "1", "--lane", "fast");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("fast");
    }

    @Test
    @Order(11)
    void cancelsJobs() {
        CommandLineRun run = run("cancel", "job:7", "job:8", "--reason", "no time");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("cancelled job job:[78] at limner.cancellations\\[\\d]@\\d"));
        CommandLineRun wrong = run("cancel", "job:9", "a b");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.out()).as("none is cancelled when one is wrong").isEmpty();
    }

    @Test
    @Order(12)
    void listsDeadLettersAndSavesTheirBytes() throws Exception {
        Path letters = folder.resolve("letters");
        CommandLineRun run = run("dlq", "--save", letters.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).singleElement().asString().contains("DEAD LETTER", "limner_reason=NOT_A_JOB");
        try (Stream<Path> files = Files.list(letters)) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file).hasContent("hello"));
        }
    }

    private static CommandLineRun run(String verb, String... more) {
        return CommandLineRun.of(
                Stream.concat(Stream.of(verb, "--bootstrap-servers", broker.bootstrapServers()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static byte[] base64(JsonNode text) {
        return Base64.getDecoder().decode(text.asText());
    }

    private static CommandLineRun submit(String... more) {
        boolean namesAModel = Stream.of(more).anyMatch("--model"::equals);
        Stream<String> first = Stream.of("submit", "--bootstrap-servers", broker.bootstrapServers(), "--mask", mask);
        Stream<String> model = namesAModel ? Stream.of() : Stream.of("--model", "coast");
        return CommandLineRun.of(
                Stream.concat(Stream.concat(first, model), Stream.of(more)).toArray(String[]::new));
    }

    private static CommandLineRun watch(String... more) {
        return CommandLineRun.of(
                Stream.concat(Stream.of("watch", "--bootstrap-servers", broker.bootstrapServers()), Stream.of(more))
                        .toArray(String[]::new));
    }
}
