package org.limner.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.broker.EmbeddedBroker;
import org.limner.schemas.codec.DeadLetterHeaders;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.fixture.TinyBundle;

/** What could go wrong: a bad job is lost, stops its partition, ends the worker, or fails the jobs beside it. */
class BadInputIT {
    @TempDir
    Path folder;

    private final Map<String, ErrorCode> expected = new LinkedHashMap<>();

    @Test
    void everyBadInputEndsWithItsReasonAndTheGoodOnesBesideItSucceed() {
        TinyBundle.DEFAULT.write(folder.resolve("tiny"));
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(2);
            try (RenderClient client = new RenderClient(broker.bootstrapServers());
                    WorkerProcess worker = WorkerProcess.start(
                            folder,
                            Map.of(
                                    "limner.kafka.bootstrap-servers", broker.bootstrapServers(),
                                    "limner.bundles", folder.resolve("tiny").toString(),
                                    "limner.generator.intra-op-threads", "1"))) {
                submitBadAndGood(client);
                client.submit("stray", Map.of("colour", "blue"), "no job".getBytes(UTF_8));
                client.submit("tombstone", Map.of(), null);
                client.submit(SmallJobs.job("last", 2));
                int results = 2 * expected.size() + 1;

                client.readUntil(
                        Duration.ofSeconds(60),
                        c -> c.results().size() >= results && c.deadLetters().size() >= 2);
                client.readFor(Duration.ofSeconds(1));

                assertThat(worker.isAlive()).isTrue();
                Map<String, RenderResult> byJob = new TreeMap<>();
                client.results().forEach(result -> byJob.put(result.job().value(), result));
                assertThat(client.results()).hasSize(results);
                assertThat(byJob).hasSize(results);
                byJob.forEach(this::check);
                checkDeadLetters(client.deadLetters());
                assertThat(client.committedJobs()).isEqualTo(results + 2);
                assertThat(worker.get("/q/metrics").body())
                        .contains("limner_jobs_total{code=\"UNKNOWN_MODEL\",status=\"FAILED\"} 1.0")
                        .contains("limner_jobs_total{code=\"\",status=\"SUCCEEDED\"} " + (expected.size() + 1.0))
                        .contains("limner_dead_letters_total{reason=\"NULL_VALUE\"} 1.0")
                        .contains("limner_in_flight_jobs 0.0")
                        .contains("limner_stage_seconds_count{stage=\"render\"}")
                        .contains("kafka_consumer_fetch_manager_records_consumed_total");
            }
        }
    }

    private void submitBadAndGood(RenderClient client) {
        String mask = base64(SmallJobs.bands(64, 32));
        String good =
                "{\"model\":{\"name\":\"tiny\"},\"mask\":{\"inline\":\"" + mask + "\"},\"styles\":[{\"seed\":1}]}";
        bad(client, "broken-json", good.substring(0, 50), ErrorCode.MALFORMED_JSON);
        bad(client, "broken-base64", good.replace(mask, "%%%" + mask), ErrorCode.MALFORMED_BASE64);
        bad(client, "no-image", good.replace(mask, base64("hello".getBytes(UTF_8))), ErrorCode.UNREADABLE_IMAGE);
        byte[] bands = SmallJobs.bands(64, 32);
        bad(
                client,
                "truncated",
                good.replace(mask, base64(Arrays.copyOf(bands, bands.length / 2))),
                ErrorCode.UNREADABLE_IMAGE);
        bad(client, "huge-header", good.replace(mask, base64(withSize(bands, 60_000))), ErrorCode.LIMIT_EXCEEDED);
        byte[] photo = SmallJobs.png(new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB));
        bad(client, "photo-as-mask", good.replace(mask, base64(photo)), ErrorCode.NOT_A_LABEL_MAP);
        BufferedImage beyond = new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY);
        beyond.getRaster().setSample(17, 20, 0, 34);
        bad(client, "label-34", good.replace(mask, base64(SmallJobs.png(beyond))), ErrorCode.LABEL_OUT_OF_RANGE);
        bad(client, "unknown-model", good.replace("tiny", "huge"), ErrorCode.UNKNOWN_MODEL);
        bad(client, "unknown-field", good.replace("\"styles\"", "\"sead\":7,\"styles\""), ErrorCode.UNKNOWN_FIELD);
        bad(client, "short-vector", styles(good, "{\"vector\":[1,2,3]}"), ErrorCode.INVALID_STYLE);
        bad(client, "nan", styles(good, "{\"vector\":[NaN,1,2,3,4,5,6,7]}"), ErrorCode.MALFORMED_JSON);
        bad(client, "no-styles", styles(good, ""), ErrorCode.INVALID_FIELD);
        bad(
                client,
                "many-styles",
                styles(good, String.join(",", Collections.nCopies(10_000, "{}"))),
                ErrorCode.LIMIT_EXCEEDED);
        bad(
                client,
                "reference",
                good.replace(
                        "{\"inline\":\"" + mask + "\"}",
                        "{\"reference\":{\"uri\":\"s3://masks/a.png\",\"sha256\":\"" + "0".repeat(64)
                                + "\",\"bytes\":10,\"mediaType\":\"image/png\"}}"),
                ErrorCode.REFERENCE_REFUSED);
        bad(
                client,
                "store",
                good.replace("\"styles\"", "\"output\":{\"delivery\":\"store\"},\"styles\""),
                ErrorCode.UNSUPPORTED);
        bad(
                client,
                "between-of-another-length",
                styles(good, "{\"between\":[{\"seed\":1},{\"vector\":[1]}],\"at\":0.5}"),
                ErrorCode.INVALID_STYLE);
    }

    /** A bad job, and a good one right behind it under the same key: in the same partition and batch. */
    private void bad(RenderClient client, String id, String json, ErrorCode code) {
        expected.put(id, code);
        EncodedRecord good = new JobCodec(JobLimits.DEFAULT).encode(SmallJobs.job("after-" + id, 1), "test");
        Map<String, String> headers = new LinkedHashMap<>(good.headers());
        headers.put("ce_id", id);
        client.submit(id, headers, json.getBytes(UTF_8));
        client.submit(id, good.headers(), good.value());
    }

    private void check(String job, RenderResult result) {
        ErrorCode code = expected.get(job);
        if (code == null) {
            assertThat(result.status()).as(job + ": " + result.error()).isEqualTo(ResultStatus.SUCCEEDED);
            assertThat(result.tags()).containsExactly("tag of " + job);
            assertThat(result.timing().total()).isGreaterThan(0);
            assertThat(result.timing().render()).isGreaterThan(0);
            assertThat(result.provenance().orElseThrow().modelName()).isEqualTo("tiny");
        } else {
            assertThat(result.status()).as(job).isEqualTo(ResultStatus.FAILED);
            assertThat(result.error().orElseThrow().code())
                    .as(job + ": " + result.error())
                    .isEqualTo(code);
        }
    }

    private static void checkDeadLetters(List<ConsumerRecord<byte[], byte[]>> letters) {
        assertThat(letters).hasSize(2);
        Map<String, ConsumerRecord<byte[], byte[]>> byKey = new TreeMap<>();
        letters.forEach(letter -> byKey.put(new String(letter.key(), UTF_8), letter));
        ConsumerRecord<byte[], byte[]> stray = byKey.get("stray");
        assertThat(stray.value()).isEqualTo("no job".getBytes(UTF_8));
        Map<String, byte[]> headers = RenderClient.headers(stray);
        assertThat(headers.get("colour")).isEqualTo("blue".getBytes(UTF_8));
        assertThat(headers.get(DeadLetterHeaders.REASON)).isEqualTo("MISSING_ATTRIBUTE".getBytes(UTF_8));
        assertThat(headers)
                .containsKeys(
                        DeadLetterHeaders.DETAIL,
                        DeadLetterHeaders.TOPIC,
                        DeadLetterHeaders.PARTITION,
                        DeadLetterHeaders.OFFSET);
        assertThat(byKey.get("tombstone").value()).isNull();
        assertThat(RenderClient.headers(byKey.get("tombstone")).get(DeadLetterHeaders.REASON))
                .isEqualTo("NULL_VALUE".getBytes(UTF_8));
    }

    private static String styles(String json, String styles) {
        return json.replace("[{\"seed\":1}]", "[" + styles + "]");
    }

    /** The same PNG with a header that says {@code side x side}, and a checksum that fits. */
    private static byte[] withSize(byte[] png, int side) {
        ByteBuffer copy = ByteBuffer.wrap(png.clone());
        copy.putInt(16, side).putInt(20, side);
        CRC32 checksum = new CRC32();
        checksum.update(copy.array(), 12, 17); // type and data of IHDR, the first chunk
        return copy.putInt(29, (int) checksum.getValue()).array();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
