package org.limner.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.limner.broker.EmbeddedBroker;
import org.limner.broker.RenderTopics;
import org.limner.schemas.codec.DecodedJob;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.Provenance;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;

/**
 * Answers jobs without a model: one flat 4 x 4 image per style, in the colour of its seed. The model {@code coast} is the
 * only one it knows; a record that is no job becomes a dead letter. Before its answers an aborted transaction leaves the
 * same ones, which no reader may see.
 */
final class FlatWorker implements AutoCloseable {
    private static final String SOURCE = "flat-worker";

    private final EmbeddedBroker broker;
    private final Thread thread;
    private volatile boolean closing;

    FlatWorker(EmbeddedBroker broker) {
        this.broker = broker;
        this.thread = new Thread(this::work, "flat-worker");
        thread.start();
    }

    private void work() {
        Map<String, Object> reading = new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
        reading.put("group.id", "flat");
        reading.put("auto.offset.reset", "earliest");
        Map<String, Object> writing = new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
        writing.put("transactional.id", "flat");
        try (KafkaConsumer<String, byte[]> consumer =
                        new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of(RenderTopics.JOBS));
            while (!closing) {
                List<ProducerRecord<String, byte[]>> outcomes = new ArrayList<>();
                consumer.poll(Duration.ofMillis(50)).forEach(record -> outcomes.add(outcome(record)));
                if (!outcomes.isEmpty()) {
                    producer.beginTransaction();
                    outcomes.forEach(producer::send);
                    producer.flush();
                    producer.abortTransaction();
                    producer.beginTransaction();
                    outcomes.forEach(producer::send);
                    producer.commitTransaction();
                }
            }
        }
    }

    private static ProducerRecord<String, byte[]> outcome(ConsumerRecord<String, byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), header.value()));
        DecodedJob decoded = new JobCodec(JobLimits.DEFAULT).decode(headers, record.value());
        if (!(decoded instanceof DecodedJob.Accepted accepted)) {
            ProducerRecord<String, byte[]> letter =
                    new ProducerRecord<>(RenderTopics.DEAD_LETTER, record.key(), record.value());
            letter.headers().add("limner_reason", "NOT_A_JOB".getBytes(StandardCharsets.UTF_8));
            return letter;
        }
        EncodedRecord encoded = new ResultCodec().encode(answer(accepted.job()), SOURCE);
        ProducerRecord<String, byte[]> result =
                new ProducerRecord<>(RenderTopics.RESULTS, encoded.key(), encoded.value());
        encoded.headers().forEach((name, value) -> result.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return result;
    }

    private static RenderResult answer(RenderJob job) {
        Timing timing = new Timing(1, 2, 3, 40, 5, 51);
        if (!job.model().name().equals("coast")) {
            JobError error = JobError.at("/model", ErrorCode.UNKNOWN_MODEL, "no bundle " + job.model());
            return new RenderResult(
                    job.id(),
                    ResultStatus.FAILED,
                    List.of(),
                    Optional.of(error),
                    Optional.empty(),
                    timing,
                    job.tags(),
                    Optional.empty());
        }
        List<RenderedImage> images = new ArrayList<>();
        for (int i = 0; i < job.styles().size(); i++) {
            OptionalLong seed =
                    job.styles().get(i) instanceof Style.Sampled sampled ? sampled.seed() : OptionalLong.empty();
            byte[] png = flat((int) seed.orElse(0));
            images.add(new RenderedImage(
                    i,
                    ImageFormat.PNG,
                    4,
                    4,
                    new Payload.Inline(png),
                    Digests.sha256(png),
                    png.length,
                    seed,
                    Optional.of("0".repeat(64))));
        }
        Provenance provenance =
                new Provenance("coast", 2, "a".repeat(64), "flat 1", "cpu", "fp32", images.size(), SOURCE);
        return new RenderResult(
                job.id(),
                ResultStatus.SUCCEEDED,
                images,
                Optional.empty(),
                Optional.of(provenance),
                timing,
                job.tags(),
                Optional.empty());
    }

    private static byte[] flat(int rgb) {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16; i++) {
            image.setRGB(i % 4, i / 4, rgb);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
