package org.limner.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.limner.schemas.job.JobLimits;
import org.limner.worker.generator.CudaSettings;
import org.limner.worker.job.ResultLimits;

/** What could go wrong: a renamed key or a changed default breaks installations that nobody here sees. */
class WorkerConfigurationTest {
    @Test
    void hasTheseKeys() {
        assertThat(WorkerConfiguration.keys())
                .containsExactlyInAnyOrder(
                        "limner.bundles",
                        "limner.device",
                        "limner.worker.id",
                        "limner.worker.drain-timeout",
                        "limner.worker.stuck-after",
                        "limner.kafka.bootstrap-servers",
                        "limner.kafka.group-id",
                        "limner.kafka.group-protocol",
                        "limner.kafka.jobs-topic",
                        "limner.kafka.high-jobs-topic",
                        "limner.kafka.low-jobs-topic",
                        "limner.kafka.retry-topics",
                        "limner.kafka.seen-topic",
                        "limner.kafka.seen-window",
                        "limner.kafka.max-seen-jobs",
                        "limner.kafka.cancellations-topic",
                        "limner.kafka.cancellation-window",
                        "limner.kafka.max-cancellations",
                        "limner.kafka.results-topic",
                        "limner.kafka.dead-letter-topic",
                        "limner.kafka.session-timeout",
                        "limner.kafka.heartbeat-interval",
                        "limner.kafka.transaction-timeout",
                        "limner.kafka.request-timeout",
                        "limner.kafka.retry-delay",
                        "limner.kafka.poll-timeout",
                        "limner.kafka.max-in-flight-jobs",
                        "limner.kafka.max-in-flight-size",
                        "limner.batch.max-size",
                        "limner.batch.max-delay",
                        "limner.generator.intra-op-threads",
                        "limner.generator.sessions",
                        "limner.generator.concurrent-runs",
                        "limner.generator.cuda.memory-limit",
                        "limner.generator.cuda.convolution-search",
                        "limner.generator.cuda.tf32",
                        "limner.pipeline.decode-threads",
                        "limner.pipeline.encode-threads",
                        "limner.pipeline.max-prepared-size",
                        "limner.limits.mask-width",
                        "limner.limits.mask-height",
                        "limner.limits.styles",
                        "limner.limits.payload-size",
                        "limner.limits.reference-size",
                        "limner.limits.tags",
                        "limner.limits.tag-length",
                        "limner.limits.image-size",
                        "limner.limits.result-size",
                        "limner.store.roots",
                        "limner.store.buckets",
                        "limner.store.results",
                        "limner.store.timeout",
                        "limner.store.s3.endpoint",
                        "limner.store.s3.region",
                        "limner.store.s3.access-key-id",
                        "limner.store.s3.secret-access-key",
                        "limner.store.s3.connect-timeout",
                        "limner.store.s3.read-timeout");
    }

    @Test
    void serves() {
        ServingConfig serving = config(Map.of()).getConfigMapping(ServingConfig.class);
        assertThat(serving.bundles()).isEqualTo(Path.of("bundles"));
        assertThat(serving.device()).isEqualTo("cpu");

        WorkerConfig worker = config(Map.of()).getConfigMapping(WorkerConfig.class);
        assertThat(worker.id()).isEmpty();
        assertThat(worker.drainTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(worker.stuckAfter()).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void takesOverWithinSecondsByDefault() {
        KafkaConfig kafka = config(Map.of()).getConfigMapping(KafkaConfig.class);
        assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(kafka.groupId()).isEqualTo("limner-workers");
        assertThat(kafka.groupProtocol()).isEqualTo(GroupProtocol.CLASSIC);
        assertThat(kafka.jobsTopic()).isEqualTo("limner.jobs");
        assertThat(kafka.highJobsTopic()).isEqualTo("limner.jobs.high");
        assertThat(kafka.lowJobsTopic()).isEqualTo("limner.jobs.low");
        assertThat(kafka.retryTopics()).isEqualTo("limner.retry.5s,limner.retry.30s,limner.retry.5m");
        assertThat(kafka.seenTopic()).isEqualTo("limner.seen");
        assertThat(kafka.seenWindow()).isEqualTo(Duration.ofHours(24));
        assertThat(kafka.maxSeenJobs()).isEqualTo(250_000);
        assertThat(kafka.cancellationsTopic()).isEqualTo("limner.cancellations");
        assertThat(kafka.cancellationWindow()).isEqualTo(Duration.ofDays(7));
        assertThat(kafka.maxCancellations()).isEqualTo(100_000);
        assertThat(kafka.resultsTopic()).isEqualTo("limner.results");
        assertThat(kafka.deadLetterTopic()).isEqualTo("limner.dead-letter");
        assertThat(kafka.sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(kafka.heartbeatInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(kafka.transactionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(kafka.requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(kafka.retryDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(kafka.pollTimeout()).isEqualTo(Duration.ofMillis(10));
        assertThat(kafka.maxInFlightJobs()).isEqualTo(256);
        assertThat(kafka.maxInFlightSize()).isEqualTo(new MemorySize(BigInteger.valueOf(256 << 20)));
    }

    @Test
    void batchesForMilliseconds() {
        BatchConfig batch = config(Map.of()).getConfigMapping(BatchConfig.class);
        assertThat(batch.maxSize()).isEqualTo(8);
        assertThat(batch.maxDelay()).isEqualTo(Duration.ofMillis(20));

        GeneratorConfig generator = config(Map.of()).getConfigMapping(GeneratorConfig.class);
        assertThat(generator.intraOpThreads()).isZero();
        assertThat(generator.sessions()).isEqualTo(1);
        assertThat(generator.runs()).isEqualTo(1);
        assertThat(generator.cuda().settings()).isEqualTo(CudaSettings.DEFAULT);

        PipelineConfig pipeline = config(Map.of()).getConfigMapping(PipelineConfig.class);
        assertThat(pipeline.decodeThreads()).isEqualTo(2);
        assertThat(pipeline.encodeThreads()).isEqualTo(2);
        assertThat(pipeline.maxPreparedSize()).isEqualTo(new MemorySize(BigInteger.valueOf(128 << 20)));
    }

    @Test
    void sharesTheCoresOutAmongSessionsThatRunTogether() {
        assertThat(generator(Map.of()).threadsPerRun(8)).isEqualTo(8);
        assertThat(generator(Map.of("limner.generator.sessions", "4")).threadsPerRun(8))
                .isEqualTo(2);
        assertThat(generator(Map.of("limner.generator.sessions", "4")).threadsPerRun(2))
                .isEqualTo(1);
        assertThat(generator(Map.of("limner.generator.sessions", "4", "limner.generator.intra-op-threads", "3"))
                        .threadsPerRun(8))
                .isEqualTo(3);
        assertThat(generator(Map.of("limner.generator.concurrent-runs", "2")).threadsPerRun(8))
                .isEqualTo(4);
    }

    @Test
    void refusesSessionsThatWouldNeverRun() {
        GeneratorConfig generator =
                generator(Map.of("limner.generator.sessions", "3", "limner.generator.concurrent-runs", "2"));
        assertThatThrownBy(generator::runs)
                .hasMessage(
                        "limner.generator.concurrent-runs is 2 but limner.generator.sessions is 3: 1 sessions of each"
                                + " bundle would hold weights and never run");
    }

    @Test
    void readsWhatADeviceMayDo() {
        GeneratorConfig generator = generator(Map.of(
                "limner.generator.cuda.memory-limit", "6G",
                "limner.generator.cuda.convolution-search", "exhaustive",
                "limner.generator.cuda.tf32", "true"));
        assertThat(generator.cuda().settings())
                .isEqualTo(
                        new CudaSettings(OptionalLong.of(6L << 30), CudaSettings.ConvolutionSearch.EXHAUSTIVE, true));
    }

    private static GeneratorConfig generator(Map<String, String> values) {
        return config(values).getConfigMapping(GeneratorConfig.class);
    }

    @Test
    void limitsAreTheContracts() {
        LimitsConfig limits = config(Map.of()).getConfigMapping(LimitsConfig.class);

        assertThat(limits.job()).isEqualTo(JobLimits.DEFAULT);
        assertThat(limits.result()).isEqualTo(ResultLimits.DEFAULT);
    }

    @Test
    void readsNothingByReferenceUnlessTold() {
        StoreConfig store = config(Map.of()).getConfigMapping(StoreConfig.class);
        assertThat(store.roots()).isEmpty();
        assertThat(store.buckets()).isEmpty();
        assertThat(store.results()).isEmpty();
        assertThat(store.timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config(Map.of())
                        .getConfigMapping(LimitsConfig.class)
                        .referenceSize()
                        .asLongValue())
                .isEqualTo(17 << 20);

        S3Config s3 = config(Map.of()).getConfigMapping(S3Config.class);
        assertThat(s3.endpoint()).isEmpty();
        assertThat(s3.region()).isEqualTo("us-east-1");
        assertThat(s3.accessKeyId()).isEmpty();
        assertThat(s3.secretAccessKey()).isEmpty();
        assertThat(s3.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(s3.readTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void readsListsOfPlaces() {
        StoreConfig store = config(Map.of(
                        "limner.store.roots", "/srv/masks,/srv/photos",
                        "limner.store.buckets", "masks,photographs",
                        "limner.store.results", "s3://results/limner"))
                .getConfigMapping(StoreConfig.class);

        assertThat(store.roots()).contains(List.of(Path.of("/srv/masks"), Path.of("/srv/photos")));
        assertThat(store.buckets()).contains(List.of("masks", "photographs"));
        assertThat(store.results()).contains(URI.create("s3://results/limner"));
    }

    @Test
    void readsUnits() {
        SmallRyeConfig config = config(Map.of(
                "limner.batch.max-delay", "250ms",
                "limner.kafka.max-in-flight-size", "2G",
                "limner.kafka.group-protocol", "consumer",
                "limner.limits.image-size", "100"));

        assertThat(config.getConfigMapping(KafkaConfig.class).maxInFlightSize().asLongValue())
                .isEqualTo(2L << 30);
        assertThat(config.getConfigMapping(KafkaConfig.class).groupProtocol()).isEqualTo(GroupProtocol.CONSUMER);
        assertThat(config.getConfigMapping(BatchConfig.class).maxDelay()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.getConfigMapping(LimitsConfig.class).result().imageBytes())
                .isEqualTo(100);
    }

    @Test
    void namesTheNearestKeyForAnUnknownOne() {
        UnknownKeys unknown = new UnknownKeys(WorkerConfiguration.keys());
        ConfigSource source = new PropertiesConfigSource(
                Map.of("limner.batch.max-dealy", "1s", "limner.batch.max-size", "2", "quarkus.http.port", "1"),
                "worker.properties",
                100);

        assertThat(unknown.in(List.of(source)))
                .singleElement()
                .asString()
                .startsWith("unknown key limner.batch.max-dealy in ")
                .contains("worker.properties")
                .endsWith(" the nearest one is limner.batch.max-delay");
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false");
        WorkerConfiguration.INTERFACES.forEach(builder::withMapping);
        return builder.build();
    }
}
