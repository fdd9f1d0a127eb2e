package org.limner.worker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.batch.Arrival;
import org.limner.worker.batch.JobIntake;
import org.limner.worker.batch.Outcome;
import org.limner.worker.batch.PipelineListener;
import org.limner.worker.batch.PipelineSettings;
import org.limner.worker.batch.RenderPipeline;
import org.limner.worker.batch.ResultWriter;
import org.limner.worker.bundle.BundleRefusedException;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.generator.BundleSessions;
import org.limner.worker.generator.Device;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.SessionSettings;
import org.limner.worker.job.ImagePublication;
import org.limner.worker.job.JobPreparation;
import org.limner.worker.job.ResultEncoding;
import org.limner.worker.job.ResultLimits;
import org.limner.worker.store.FileResultStore;
import org.limner.worker.store.FileSource;
import org.limner.worker.store.PayloadReader;
import org.limner.worker.store.Stores;

/**
 * What could go wrong: an input that nobody thought of ends the worker, stops it, gets no outcome, or surfaces as an
 * exception where a sentence should be. Records pass through the real intake, pipeline and sessions.
 */
class FuzzTest {
    private static final int INPUTS = Integer.getInteger("limner.fuzz.inputs", 1000);
    private static final long SEED = Long.getLong("limner.fuzz.seed", 20261127);

    /** Beside each other, as in a busy worker: a bad job's batch holds good ones. */
    private static final int AT_ONCE = 50;

    /** For all that are beside each other; a good job takes milliseconds. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

    /** A sentence with numbers. What is longer quotes. */
    private static final int MESSAGE_CHARACTERS = 700;

    private static final SessionSettings ONE_THREAD = new SessionSettings(new Device.Cpu(), 1);

    @TempDir
    private Path folder;

    private final Map<String, Integer> endings = new TreeMap<>();

    @Test
    void everyRecordEndsInAResultOrADeadLetter() throws Exception {
        Path bundleFolder = Files.createDirectories(folder.resolve("bundles"));
        TinyBundle.DEFAULT.write(bundleFolder.resolve("tiny"));
        TinyBundle.DEFAULT.withName("instanced").withInstances().write(bundleFolder.resolve("instanced"));
        Path root = Files.createDirectories(folder.resolve("masks"));
        Path objects = Files.createDirectories(folder.resolve("objects"));
        BundleRepository bundles = BundleRepository.load(bundleFolder);
        Stores stores = new Stores(
                new PayloadReader(Map.of("file", new FileSource(List.of(root))), 1 << 20, Duration.ofSeconds(10)),
                Optional.of(new FileResultStore(objects)));
        JobInputs inputs = new JobInputs(new Random(SEED), root);
        long start = System.nanoTime();
        try (BundleSessions sessions = BundleSessions.open(bundles, ONE_THREAD);
                RenderPipeline pipeline = pipeline(bundles, sessions, stores)) {
            for (int first = 0; first < INPUTS; first += AT_ONCE) {
                run(pipeline, inputs, first, Math.min(INPUTS, first + AT_ONCE));
            }
        }
        report(INPUTS + " records", start);
        assertThat(endings)
                .containsKeys(
                        "SUCCEEDED",
                        "UNREADABLE_IMAGE",
                        "MALFORMED_JSON",
                        "REFERENCE_REFUSED",
                        "REFERENCE_MISMATCH",
                        "dead MISSING_ATTRIBUTE");
    }

    @Test
    void everyBundleIsServedOrRefused() throws Exception {
        BundleInputs inputs = new BundleInputs(new Random(SEED));
        int count = Math.max(20, INPUTS / 20);
        long start = System.nanoTime();
        ExecutorService loading = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < count; i++) {
                Path bundle = folder.resolve("bundle-" + i);
                inputs.write(bundle);
                Future<String> ending = loading.submit(() -> load(bundle));
                try {
                    endings.merge(ending.get(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS), 1, Integer::sum);
                } catch (TimeoutException e) {
                    throw new AssertionError(
                            "bundle " + i + " of seed " + SEED + " takes longer than " + TIME_LIMIT, e);
                }
            }
        } finally {
            loading.shutdownNow();
        }
        report(count + " bundles", start);
        assertThat(endings).containsKeys("refused");
    }

    private static String load(Path bundle) {
        try (BundleSessions sessions = BundleSessions.open(BundleRepository.load(bundle), ONE_THREAD)) {
            return "served";
        } catch (BundleRefusedException e) {
            return "refused";
        }
    }

    private void run(RenderPipeline pipeline, JobInputs inputs, int from, int to) throws Exception {
        List<Submitted> submitted = new ArrayList<>();
        for (int number = from; number < to; number++) {
            Submitted one = new Submitted(number, inputs.next(number));
            submitted.add(one);
            pipeline.submit(one);
        }
        long end = System.nanoTime() + TIME_LIMIT.toNanos();
        for (Submitted one : submitted) {
            try {
                check(one, one.outcome.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                throw new AssertionError(one + " has no outcome after " + TIME_LIMIT, e);
            }
        }
    }

    private void check(Submitted one, Outcome outcome) {
        if (outcome instanceof Outcome.DeadLetter dead) {
            assertThat(dead.detail()).as("%s", one).doesNotContain("reading the record failed");
            assertThat(dead.detail().length()).as("%s: %s", one, dead.detail()).isLessThan(MESSAGE_CHARACTERS);
            assertThat(one.input.good()).as("%s is good but ends %s", one, dead).isFalse();
            endings.merge("dead " + dead.reason(), 1, Integer::sum);
            return;
        }
        Outcome.Answered answered = (Outcome.Answered) outcome;
        RenderResult result = answered.result();
        assertThat(answered.record().value().length)
                .as("%s", one)
                .isLessThanOrEqualTo(ResultLimits.DEFAULT.resultBytes());
        assertThat(result.job().value()).as("%s", one).isNotEmpty();
        if (result.status() == ResultStatus.SUCCEEDED) {
            endings.merge("SUCCEEDED", 1, Integer::sum);
            return;
        }
        JobError error = result.error().orElseThrow();
        assertThat(one.input.good()).as("%s is good but ends %s", one, error).isFalse();
        assertThat(error.code())
                .as("%s: %s", one, error)
                .isNotIn(ErrorCode.RENDER_FAILED, ErrorCode.STORE_UNAVAILABLE, ErrorCode.WORKER_CRASH);
        assertThat(error.message().length()).as("%s: %s", one, error).isLessThan(MESSAGE_CHARACTERS);
        endings.merge(error.code().name(), 1, Integer::sum);
    }

    private void report(String what, long start) {
        System.out.printf("fuzz: %s, seed %d, %.1f s: %s%n", what, SEED, (System.nanoTime() - start) / 1e9, endings);
    }

    private static RenderPipeline pipeline(BundleRepository bundles, BundleSessions sessions, Stores stores) {
        Map<ModelBundle, List<Generator>> generators = new LinkedHashMap<>();
        bundles.bundles()
                .forEach(bundle ->
                        generators.put(bundle, sessions.session(bundle).generators()));
        return new RenderPipeline(
                new JobIntake(
                        new JobCodec(JobLimits.DEFAULT),
                        new JobPreparation(bundles, sessions::generator, sessions::encoder, JobLimits.DEFAULT, stores),
                        Clock.systemUTC()),
                generators,
                new ResultWriter(
                        new ImagePublication(ResultLimits.DEFAULT, stores.results()),
                        new ResultEncoding(new ResultCodec(), "fuzz", ResultLimits.DEFAULT),
                        "fuzz"),
                new PipelineSettings(2, 2, 8, Duration.ofMillis(1), 1, 64 << 20),
                PipelineListener.NONE,
                reason -> {
                    throw new AssertionError(reason);
                },
                Clock.systemUTC());
    }

    private static final class Submitted implements Arrival {
        private final int number;
        private final JobInputs.Input input;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        Submitted(int number, JobInputs.Input input) {
            this.number = number;
            this.input = input;
        }

        @Override
        public Map<String, byte[]> headers() {
            return input.headers();
        }

        @Override
        public byte[] value() {
            return input.value();
        }

        @Override
        public Instant published() {
            return Instant.EPOCH;
        }

        @Override
        public boolean abandoned() {
            return false;
        }

        @Override
        public void finish(Outcome given) {
            if (!outcome.complete(given)) {
                throw new AssertionError(this + " has a second outcome: " + given);
            }
        }

        @Override
        public String toString() {
            return "input " + number + " (" + input.kind() + ") of seed " + SEED;
        }
    }
}
