package org.limner.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.fixture.References;
import org.limner.worker.fixture.S3Server;
import org.limner.worker.fixture.TinyBundle;

/**
 * What could go wrong: the packaged worker lacks a part of its S3 client, or says a secret somewhere while it works with
 * it: in its log at the finest level, in its metrics, in its health, in results.
 */
class StoreIT {
    @TempDir
    Path folder;

    @Test
    void masksComeFromAndImagesGoToS3AndNobodyHearsTheSecret() throws IOException {
        TinyBundle.DEFAULT.write(folder.resolve("tiny"));
        byte[] mask = SmallJobs.bands(64, 32);
        try (S3Server s3 = S3Server.start("masks", "results");
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(2);
            Map<String, String> config = new HashMap<>(Map.of(
                    "limner.kafka.bootstrap-servers",
                    broker.bootstrapServers(),
                    "limner.bundles",
                    folder.resolve("tiny").toString(),
                    "limner.generator.intra-op-threads",
                    "1",
                    "limner.store.buckets",
                    "masks",
                    "limner.store.results",
                    "s3://results/limner",
                    "limner.store.s3.endpoint",
                    s3.endpoint().toString(),
                    "limner.store.s3.access-key-id",
                    S3Server.ACCESS_KEY_ID,
                    "limner.store.s3.secret-access-key",
                    S3Server.SECRET_ACCESS_KEY));
            config.put("quarkus.log.level", "DEBUG");
            try (RenderClient client = new RenderClient(broker.bootstrapServers());
                    WorkerProcess worker = WorkerProcess.start(folder, config)) {
                client.submit(job("good", References.to(s3.put("masks", "a.png", mask), mask)));
                client.submit(job("absent", References.to(URI.create("s3://masks/b.png"), mask)));
                client.submit(job("other", References.to(URI.create("s3://results/a.png"), mask)));
                client.readUntil(Duration.ofSeconds(60), c -> c.results().size() >= 3);

                Map<String, RenderResult> results = new TreeMap<>();
                client.results().forEach(result -> results.put(result.job().value(), result));
                assertThat(code(results.get("absent"))).isEqualTo(ErrorCode.REFERENCE_NOT_FOUND);
                assertThat(code(results.get("other"))).isEqualTo(ErrorCode.REFERENCE_REFUSED);
                checkStored(results.get("good"), s3);
                String spoken =
                        worker.log() + worker.get("/q/metrics") + worker.get("/q/health") + texts(client.results());
                assertThat(spoken).contains("good").contains("limner_jobs_total");
                assertThat(spoken).doesNotContain(S3Server.SECRET_ACCESS_KEY);
            }
        }
    }

    private static void checkStored(RenderResult result, S3Server s3) throws IOException {
        assertThat(result.status()).as("%s", result.error()).isEqualTo(ResultStatus.SUCCEEDED);
        Payload.Reference reference = (Payload.Reference) result.images().get(0).data();
        assertThat(reference.uri().toString()).startsWith("s3://results/limner/");
        byte[] file = s3.get("results", reference.uri().getPath().substring(1))
                .getPayload()
                .openStream()
                .readAllBytes();
        assertThat(Digests.sha256(file)).isEqualTo(reference.sha256());
    }

    private static ErrorCode code(RenderResult result) {
        return result.error().orElseThrow().code();
    }

    private static String texts(List<RenderResult> results) {
        StringBuilder text = new StringBuilder();
        for (RenderResult result : results) {
            EncodedRecord record = new ResultCodec().encode(result, "test");
            text.append(record.headers()).append(new String(record.value(), UTF_8));
        }
        return text.toString();
    }

    private static RenderJob job(String id, Payload mask) {
        return new RenderJob(
                new JobId(id),
                ModelReference.newest("tiny"),
                mask,
                Optional.empty(),
                List.of(new Style.Sampled(OptionalLong.of(1))),
                new Output(ImageFormat.PNG, 90, Output.Delivery.STORE),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
