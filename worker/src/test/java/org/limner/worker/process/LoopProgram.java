package org.limner.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.JobId;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;
import org.limner.worker.batch.Arrival;
import org.limner.worker.batch.Outcome;
import org.limner.worker.config.KafkaConfig;
import org.limner.worker.kafka.ClientProperties;
import org.limner.worker.kafka.ConfiguredKafkaClients;
import org.limner.worker.kafka.LoopListener;
import org.limner.worker.kafka.LoopSettings;
import org.limner.worker.kafka.PollLoop;
import org.limner.worker.kafka.TopicNames;

/**
 * The worker's poll loop in a process of its own, with jobs that do what their id says instead of being rendered:
 * {@code killer-..} ends the process, {@code retry-..} asks to be tried again, all others take a while and end FAILED with
 * UNSUPPORTED. Says on standard output when a job begins and ends. SIGTERM drains.
 */
final class LoopProgram {
    private static final String WORK = "limner.test.work";

    private final Duration work;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private LoopProgram(Duration work) {
        this.work = work;
    }

    /** @param arguments {@code key=value}, the worker's keys; {@code limner.test.work=PT0.05S}: how long a job takes */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            values.put(pair[0], pair[1]);
        }
        LoopProgram program = new LoopProgram(Duration.parse(values.getOrDefault(WORK, "PT0.02S")));
        PollLoop loop = program.loop(config(values), values.get("limner.worker.id"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            loop.drain(Duration.ofSeconds(20));
            try {
                loop.awaitEnd(Duration.ofSeconds(25));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        loop.run();
    }

    private static KafkaConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "arguments", 100))
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .withMapping(KafkaConfig.class)
                .build()
                .getConfigMapping(KafkaConfig.class);
    }

    private PollLoop loop(KafkaConfig config, String id) {
        ClientProperties properties = new ClientProperties(config, id);
        LoopSettings settings = new LoopSettings(
                TopicNames.of(config),
                config.bootstrapServers(),
                config.pollTimeout(),
                config.requestTimeout(),
                config.retryDelay(),
                config.maxInFlightJobs(),
                config.maxInFlightSize().asLongValue(),
                1 << 20,
                new LoopSettings.Memory(
                        config.seenWindow(),
                        config.maxSeenJobs(),
                        config.cancellationWindow(),
                        config.maxCancellations()));
        return new PollLoop(
                new ConfiguredKafkaClients(properties),
                properties.transactionalId(),
                config.transactionTimeout(),
                arrival -> threads.execute(() -> work(arrival)),
                () -> false,
                settings,
                LoopListener.NONE,
                reason -> {
                    System.out.println("stopped " + reason);
                    Runtime.getRuntime().halt(1);
                },
                System::nanoTime,
                Clock.systemUTC());
    }

    private void work(Arrival arrival) {
        JobId id = new JobId(new String(arrival.headers().get("ce_id"), UTF_8));
        System.out.println("begin " + id);
        Optional<JobError> refusal = arrival.refusal().or(() -> arrival.cancellation(id));
        if (refusal.isEmpty() && id.value().startsWith("killer-")) {
            System.out.flush();
            Runtime.getRuntime().halt(137);
        }
        try {
            Thread.sleep(work.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println("end " + id);
        if (refusal.isEmpty()
                && id.value().startsWith("retry-")
                && arrival.retryDue().isPresent()) {
            arrival.finish(new Outcome.Retry(id, "told to fail", 1, System.nanoTime()));
            return;
        }
        JobError error = refusal.orElse(JobError.of(ErrorCode.UNSUPPORTED, "it is a test"));
        RenderResult result = new RenderResult(
                id,
                error.code() == ErrorCode.CANCELLED ? ResultStatus.CANCELLED : ResultStatus.FAILED,
                List.of(),
                Optional.of(error),
                Optional.empty(),
                Timing.NONE,
                List.of(),
                Optional.empty());
        arrival.finish(
                new Outcome.Answered(result, new ResultCodec().encode(result, "loop-program"), System.nanoTime()));
    }
}
