package org.limner.chaos.load;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.limner.chaos.audit.Arrival;
import org.limner.chaos.audit.ArrivalReader;
import org.limner.chaos.process.BrokerProcess;
import org.limner.chaos.process.Program;
import org.limner.chaos.process.WorkerProcess;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.codec.Topics;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;

/** A broker and one worker in processes of their own, jobs for it and their answers. Not thread-safe. */
final class LoadedWorker implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Path folder;
    private final BrokerProcess broker;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ArrivalReader reader;
    private final JobCodec codec = new JobCodec(JobLimits.DEFAULT);
    private final Set<String> answered = new HashSet<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Thread hook = new Thread(this::kill, "end-all-processes");
    private @Nullable WorkerProcess worker;
    private int published;

    private LoadedWorker(Path folder, BrokerProcess broker) {
        this.folder = folder;
        this.broker = broker;
        Runtime.getRuntime().addShutdownHook(hook);
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.reader = new ArrivalReader(broker.bootstrapServers());
    }

    /**
     * A broker with topics and no worker yet.
     *
     * @param properties of the broker
     */
    static LoadedWorker start(Path folder, Map<String, String> properties) throws InterruptedException {
        return new LoadedWorker(folder, BrokerProcess.start(folder, PARTITIONS, properties));
    }

    /**
     * @param heapMebibytes that it may use
     * @param flat          without the bundle's graph, so that everything else is what takes time
     */
    WorkerProcess startWorker(int heapMebibytes, boolean flat) {
        Map<String, String> config = new HashMap<>();
        config.put("limner.kafka.bootstrap-servers", broker.bootstrapServers());
        config.put("limner.bundles", Program.bundle().toString());
        config.put("limner.chaos.flat", String.valueOf(flat));
        // Without it the JVM limps on after an error that means it is over.
        List<String> jvm = List.of("-Xmx" + heapMebibytes + "m", "-XX:+ExitOnOutOfMemoryError");
        worker = WorkerProcess.start("loaded", folder, jvm, config);
        return worker;
    }

    /** Publishes one more job with {@code mask}. */
    void publish(Payload mask) {
        RenderJob job = new RenderJob(
                new JobId("load-" + published),
                ModelReference.newest("tiny"),
                mask,
                Optional.empty(),
                List.of(new Style.Sampled(OptionalLong.of(published))),
                new Output(ImageFormat.JPEG, 90, Output.Delivery.INLINE),
                List.of(),
                Optional.empty(),
                Optional.empty());
        EncodedRecord encoded = codec.encode(job, "limner-chaos");
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.JOBS, encoded.key().getBytes(StandardCharsets.UTF_8), encoded.value());
        encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
        published++;
    }

    /** Reads what has come; waits a moment for it. */
    void read() {
        for (Arrival arrival : reader.poll()) {
            answered.add(arrival.key());
            outcomes.merge(arrival.content().toString(), 1, Integer::sum);
        }
    }

    int published() {
        return published;
    }

    int answered() {
        return answered.size();
    }

    /** How many answers of which kind. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    private void kill() {
        if (worker != null) {
            worker.close();
        }
        broker.close();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        producer.close(CLOSE_LIMIT);
        reader.close();
        kill();
    }
}
