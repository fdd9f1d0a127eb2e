package org.limner.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.chaos.audit.Arrival;
import org.limner.chaos.audit.ArrivalReader;
import org.limner.chaos.fault.Fault;
import org.limner.chaos.fault.FaultSeed;
import org.limner.chaos.job.Pictures;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.codec.Topics;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;

/** What could go wrong: nobody notices a device that hangs; a worker that drains looks dead, or takes more jobs. */
class SlowRendererIT {
    @TempDir
    Path folder;

    @Test
    void rendererThatDoesNotComeBackTurnsLivenessFalseAndSaysForHowLong() {
        try (EmbeddedBroker broker = broker();
                ChaosProgram worker = worker(broker, Map.of("limner.worker.stuck-after", "1s"))) {
            worker.await("/q/health/ready", 200, "RUNNING");
            assertThat(worker.get("/q/health/live")).startsWith("200 ");

            publish(broker, job("hangs", FaultSeed.of(Fault.SLEEP, 0)));

            worker.await("/q/health/live", 503, "tiny@1 has been rendering one batch for ");
            assertThat(worker.get("/q/health/live")).contains("the limit is 1 s");
        }
    }

    @Test
    void drainingWorkerIsAliveAndMeasurableButNotReadyAndTakesNoMoreJobs() {
        try (EmbeddedBroker broker = broker();
                ChaosProgram worker = worker(broker, Map.of("limner.chaos.sleep", "6s"))) {
            worker.await("/q/health/ready", 200, "RUNNING");
            publish(broker, job("slow", FaultSeed.of(Fault.SLEEP, 0)));
            worker.await("/q/metrics", 200, "limner_in_flight_jobs 1.0");

            worker.terminate();
            worker.await("/q/health/ready", 503, "DRAINING");
            publish(broker, job("late", 1));

            assertThat(worker.get("/q/health/live")).startsWith("200 ");
            assertThat(worker.get("/q/metrics")).startsWith("200 ").contains("limner_in_flight_jobs 1.0");
            assertThat(worker.get("/q/health/ready")).startsWith("503 ");
            assertThat(worker.awaitExit(Duration.ofSeconds(80)))
                    .as("as for any process ended by SIGTERM")
                    .isEqualTo(128 + 15);
            try (ArrivalReader reader = new ArrivalReader(broker.bootstrapServers())) {
                assertThat(reader.readToTheEnd()).extracting(Arrival::key).containsExactly("slow");
            }
        }
    }

    /** The one thing that keeps jobs that kill their worker away from workers that matter. */
    @Test
    void workerThatMakesFaultsTakesNoBrokerOnAnotherMachine() {
        try (ChaosProgram worker = ChaosProgram.worker(
                folder,
                Map.of(
                        "limner.bundles",
                        ChaosProgram.BUNDLE.toString(),
                        // Of a network for documentation (RFC 5737): nobody's.
                        "limner.kafka.bootstrap-servers",
                        "127.0.0.1:9092,192.0.2.7:9092"))) {
            assertThat(worker.awaitExit(Duration.ofSeconds(60))).isEqualTo(3);
            assertThat(worker.output()).contains("loopback address alone, but 192.0.2.7:9092 is 192.0.2.7");
        }
    }

    private static EmbeddedBroker broker() {
        EmbeddedBroker broker = EmbeddedBroker.start();
        broker.createTopics(1);
        return broker;
    }

    private ChaosProgram worker(EmbeddedBroker broker, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        config.put("limner.bundles", ChaosProgram.BUNDLE.toString());
        config.put("limner.chaos.folder", folder.resolve("attempts").toString());
        config.put("limner.generator.intra-op-threads", "1");
        return ChaosProgram.worker(folder, config);
    }

    private static RenderJob job(String id, long seed) {
        return new RenderJob(
                new JobId(id),
                ModelReference.newest("tiny"),
                new Payload.Inline(Pictures.bands(64, 32, 4)),
                Optional.empty(),
                List.of(new Style.Sampled(OptionalLong.of(seed))),
                Output.DEFAULT,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static void publish(EmbeddedBroker broker, RenderJob job) {
        EncodedRecord encoded = new JobCodec(JobLimits.DEFAULT).encode(job, "test");
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.JOBS, encoded.key().getBytes(StandardCharsets.UTF_8), encoded.value());
        encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
