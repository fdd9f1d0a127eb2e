package org.limner.cli.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import org.limner.schemas.codec.CancellationCodec;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.job.Cancellation;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;

/** Publishes jobs and cancellations. Owns a producer. */
public final class JobPublisher implements AutoCloseable {
    /** {@code ce_source} of jobs that come from the command line. */
    public static final String SOURCE = "limner-cli";

    private final KafkaOptions kafka;
    private final KafkaProducer<String, byte[]> producer;
    private final JobCodec codec = new JobCodec(JobLimits.DEFAULT);

    /** @param limit how long the broker may take for one job */
    public JobPublisher(KafkaOptions kafka, Duration limit) {
        this.kafka = kafka;
        Map<String, Object> config = kafka.clientProperties();
        int milliseconds = Math.toIntExact(limit.toMillis());
        config.put("acks", "all");
        config.put("linger.ms", 0);
        config.put("max.block.ms", milliseconds);
        config.put("request.timeout.ms", milliseconds);
        config.put("delivery.timeout.ms", milliseconds);
        // Beyond the topic's limit, so that it is the broker who refuses and names its limit.
        config.put("max.request.size", 4 << 20);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** The job is on its lane's topic when this returns. Ends the verb when the broker refuses it or does not answer. */
    public Position publish(RenderJob job, Lane lane) {
        return publish(record(job, lane), "job " + job.id());
    }

    /** The same for a cancellation. */
    public Position publish(Cancellation cancellation) {
        EncodedRecord encoded = new CancellationCodec().encode(cancellation, SOURCE);
        return publish(record(kafka.cancellationsTopic(), encoded), "the cancellation of job " + cancellation.job());
    }

    /**
     * Returns before the job is on its lane's topic, as a rule.
     *
     * @param refused hears of the job that the broker refused or did not take in time, from the producer's thread
     */
    public void send(RenderJob job, Lane lane, Consumer<CommandFailedException> refused) {
        ProducerRecord<String, byte[]> record = record(job, lane);
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                refused.accept(explain("job " + job.id(), record, failure));
            }
        });
    }

    private Position publish(ProducerRecord<String, byte[]> record, String what) {
        try {
            RecordMetadata metadata = producer.send(record).get();
            return new Position(metadata.topic(), metadata.partition(), metadata.offset());
        } catch (ExecutionException e) {
            throw explain(what, record, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitCode.UNREACHABLE, "interrupted while publishing " + what, e);
        }
    }

    private ProducerRecord<String, byte[]> record(RenderJob job, Lane lane) {
        return record(kafka.jobsTopic(lane), codec.encode(job, SOURCE));
    }

    private static ProducerRecord<String, byte[]> record(String topic, EncodedRecord encoded) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, encoded.key(), encoded.value());
        encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private CommandFailedException explain(String what, ProducerRecord<String, byte[]> record, Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return new CommandFailedException(
                    ExitCode.USAGE,
                    "%s has %,d bytes, more than topic %s takes; make the mask or the style images smaller"
                            .formatted(what, record.value().length, record.topic()),
                    failure);
        }
        return new CommandFailedException(
                ExitCode.UNREACHABLE,
                "the broker at " + kafka.bootstrapServers() + " did not take " + what + ": " + failure.getMessage(),
                failure);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    /** Where a record is; written as {@code limner.jobs[2]@17}. */
    public record Position(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + "[" + partition + "]@" + offset;
        }
    }
}
