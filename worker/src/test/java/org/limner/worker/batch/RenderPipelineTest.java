package org.limner.worker.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.codec.DeadLetterReason;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.fixture.FlatColorGenerator;
import org.limner.worker.fixture.Jobs;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.GeneratorRuntime;
import org.limner.worker.generator.PreparedMask;
import org.limner.worker.generator.RenderBatch;
import org.limner.worker.image.RgbImage;
import org.limner.worker.job.ImagePublication;
import org.limner.worker.job.JobPreparation;
import org.limner.worker.job.ResultEncoding;
import org.limner.worker.job.ResultLimits;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** What could go wrong: a job without an outcome, a job that is failed for what another one did, pictures mixed up. */
class RenderPipelineTest {
    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");
    private static final float GUILTY = 66;

    @TempDir
    Path folder;

    private ModelBundle bundle;
    private FaultyGenerator generator;
    private RenderPipeline pipeline;
    private final BlockingQueue<String> stops = new LinkedBlockingQueue<>();
    private volatile PipelineListener listener = PipelineListener.NONE;
    private volatile @Nullable Error clockError;

    @BeforeEach
    void open() {
        bundle = TinyBundle.DEFAULT.write(folder);
        generator = new FaultyGenerator(new FlatColorGenerator(bundle.manifest()));
        pipeline = pipeline(4, Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void answersAJobWithOneImagePerStyleInTheirOrder() throws Exception {
        Receipt receipt = submit(job("order", 9, 0, 5));

        RenderResult result = receipt.result();
        assertThat(result.status()).isEqualTo(ResultStatus.SUCCEEDED);
        assertThat(result.images()).extracting(image -> image.style()).containsExactly(0, 1, 2);
        assertThat(result.images()).extracting(image -> image.sha256()).doesNotHaveDuplicates();
        RenderResult again = submit(job("again", 0, 5, 9)).result();
        assertThat(again.images().get(2).sha256())
                .isEqualTo(result.images().get(0).sha256());
        assertThat(again.images().get(0).sha256())
                .isEqualTo(result.images().get(1).sha256());
    }

    @Test
    void saysWhereTheTimeWentAndWhatRendered() throws Exception {
        RenderResult result = submit(job("timed", 1)).result();

        assertThat(result.timing().queue()).isEqualTo(250);
        assertThat(result.timing().total()).isEqualTo(250); // the clock stands still
        assertThat(result.timing().decode()).isPositive();
        assertThat(result.timing().batching()).isGreaterThanOrEqualTo(100);
        assertThat(result.timing().render()).isPositive();
        assertThat(result.timing().encode()).isPositive();
        assertThat(result.provenance().orElseThrow().modelDigest()).isEqualTo(bundle.digest());
        assertThat(result.provenance().orElseThrow().runtime()).isEqualTo("flat colors");
        assertThat(result.provenance().orElseThrow().batchSize()).isEqualTo(1);
        assertThat(result.provenance().orElseThrow().worker()).isEqualTo("worker-1");
        assertThat(result.tags()).containsExactly("tag");
    }

    @Test
    void rendersJobsOfOneMaskTogether() throws Exception {
        List<Receipt> receipts =
                IntStream.range(0, 4).mapToObj(i -> submit(job("job-" + i, i))).toList();

        for (Receipt receipt : receipts) {
            assertThat(receipt.result().provenance().orElseThrow().batchSize()).isEqualTo(4);
        }
        assertThat(generator.batchSizes).containsExactly(4);
    }

    @Test
    void aJobThatFailsNeverFailsItsNeighbours() throws Exception {
        generator.failures.add(new Failure(batch -> has(batch, GUILTY), FailureKind.WORKER));
        List<Receipt> good = new ArrayList<>(List.of(submit(job("a", 1)), submit(job("b", 2))));
        Receipt guilty = submit(job("guilty", GUILTY));
        good.add(submit(job("c", 3)));

        assertThat(guilty.result().error().orElseThrow().code()).isEqualTo(ErrorCode.RENDER_FAILED);
        assertThat(guilty.result().error().orElseThrow().message()).contains("failed twice, the job being alone");
        for (Receipt receipt : good) {
            assertThat(receipt.result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        }
        assertThat(generator.batchSizes)
                .as("the batch, each alone, the guilty one again")
                .hasSize(1 + 4 + 1);
    }

    @Test
    void aFailureThatPassesIsRetriedAndForgotten() throws Exception {
        generator.failures.add(new Failure(batch -> generator.batchSizes.size() == 1, FailureKind.WORKER));

        assertThat(submit(job("lucky", 1, 2)).result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        assertThat(generator.batchSizes).containsExactly(2, 2);
    }

    @Test
    void whenMemoryIsShortHalfTheBatchIsTried() throws Exception {
        generator.failures.add(new Failure(batch -> batch.size() > 1, FailureKind.RESOURCES));

        RenderResult result = submit(job("large", 1, 2, 3)).result();

        assertThat(result.status()).isEqualTo(ResultStatus.SUCCEEDED);
        assertThat(result.provenance().orElseThrow().batchSize()).isEqualTo(1);
        assertThat(generator.batchSizes).containsExactly(3, 1, 2, 1, 1);
    }

    @Test
    void aJobWhoseSingleImageDoesNotFitFails() throws Exception {
        generator.failures.add(new Failure(batch -> has(batch, GUILTY), FailureKind.RESOURCES));

        RenderResult result = submit(job("huge", 1, GUILTY, 2)).result();

        assertThat(result.error().orElseThrow().code()).isEqualTo(ErrorCode.RENDER_FAILED);
        assertThat(submit(job("next", 1)).result().status()).isEqualTo(ResultStatus.SUCCEEDED);
    }

    @Test
    void anErrorOfTheGeneratorIsAFailureLikeAnyOther() throws Exception {
        generator.error = new StackOverflowError("deep");
        Receipt failed = submit(job("deep", 1));
        assertThat(failed.result().error().orElseThrow().message()).contains("StackOverflowError: deep");

        generator.error = null;
        assertThat(submit(job("next", 1)).result().status()).isEqualTo(ResultStatus.SUCCEEDED);
    }

    @Test
    void aJobWithMoreImagesThanABatchIsRenderedInChunks() throws Exception {
        Receipt receipt = submit(job("many", 1, 2, 3, 4, 5, 6, 7, 8, 9));

        assertThat(receipt.result().images()).hasSize(9);
        assertThat(generator.batchSizes).containsExactly(4, 4, 1);
    }

    @Test
    void whatIsWrongWithAJobIsSaidBeforeAnythingIsRendered() throws Exception {
        RenderResult unknown = submit(Jobs.withModel(job("x", 1), ModelReference.newest("huge")))
                .result();
        RenderResult broken =
                submit(record(job("y", 1), "{\"model\":".getBytes(UTF_8))).result();
        Outcome stray = submit(new Receipt(Map.of(), "hello".getBytes(UTF_8))).outcome();

        assertThat(unknown.error().orElseThrow().code()).isEqualTo(ErrorCode.UNKNOWN_MODEL);
        assertThat(broken.job()).isEqualTo(new JobId("y"));
        assertThat(broken.error().orElseThrow().code()).isEqualTo(ErrorCode.MALFORMED_JSON);
        assertThat(stray).isInstanceOfSatisfying(Outcome.DeadLetter.class, letter -> assertThat(letter.reason())
                .isEqualTo(DeadLetterReason.MISSING_ATTRIBUTE));
        assertThat(generator.batchSizes).isEmpty();
    }

    @Test
    void abandonedWorkIsNotDone() throws Exception {
        Receipt abandoned = record(job("gone", 1), null);
        abandoned.abandoned = true;
        submit(abandoned);

        assertThat(submit(job("here", 2)).result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        assertThat(generator.batchSizes).containsExactly(1);
        assertThat(abandoned.future).isNotDone();
    }

    @Test
    void aJobWhoseDeadlineHasPassedIsNotRendered() throws Exception {
        RenderResult late = submit(withDeadline(job("late", 1), NOW)).result();
        RenderResult early =
                submit(withDeadline(job("early", 1), NOW.plusSeconds(1))).result();

        assertThat(late.status()).isEqualTo(ResultStatus.EXPIRED);
        assertThat(late.error().orElseThrow().code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        assertThat(late.tags()).containsExactly("tag");
        assertThat(early.status()).isEqualTo(ResultStatus.SUCCEEDED);
        assertThat(generator.batchSizes).containsExactly(1);
    }

    @Test
    void aJobThatIsCancelledWhileItWaitsIsNotRendered() throws Exception {
        generator.gate = new CountDownLatch(1);
        Receipt first = submit(job("first", 1));
        assertThat(generator.entered.await(10, TimeUnit.SECONDS)).isTrue();
        Receipt waiting = submit(job("waiting", 2));
        first.cancelled = true; // too late
        waiting.cancelled = true;
        generator.gate.countDown();

        assertThat(first.result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        assertThat(waiting.result().status()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(generator.batchSizes).containsExactly(1);
    }

    @Test
    void aJobThatIsRefusedBeforehandIsNotRead() throws Exception {
        Receipt receipt = record(job("killer", 1), null);
        receipt.refusal = Optional.of(JobError.of(ErrorCode.WORKER_CRASH, "three times"));

        RenderResult result = submit(receipt).result();

        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error().orElseThrow().code()).isEqualTo(ErrorCode.WORKER_CRASH);
        assertThat(generator.batchSizes).isEmpty();
    }

    @Test
    void whatIsNoFaultOfTheJobIsTriedAgainLater() throws Exception {
        generator.failures.add(new Failure(batch -> true, FailureKind.WORKER));
        Receipt receipt = record(job("unlucky", 1), null);
        receipt.retryDue = Optional.of(NOW.plusSeconds(5));

        assertThat(submit(receipt).outcome()).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
            assertThat(retry.id()).isEqualTo(new JobId("unlucky"));
            assertThat(retry.fault()).contains("failed twice, the job being alone: told to fail");
        });
    }

    @Test
    void nothingIsTriedAgainAfterItsDeadline() throws Exception {
        generator.failures.add(new Failure(batch -> true, FailureKind.WORKER));
        Receipt receipt = record(withDeadline(job("unlucky", 1), NOW.plusSeconds(5)), null);
        receipt.retryDue = Optional.of(NOW.plusSeconds(5));

        RenderResult result = submit(receipt).result();

        assertThat(result.status()).isEqualTo(ResultStatus.EXPIRED);
        assertThat(result.error().orElseThrow().message()).contains("the last fault: rendering failed twice");
    }

    @Test
    void theJobsOwnFaultIsNeverTriedAgain() throws Exception {
        generator.failures.add(new Failure(batch -> true, FailureKind.JOB));
        Receipt receipt = record(job("guilty", 1), null);
        receipt.retryDue = Optional.of(NOW.plusSeconds(5));

        assertThat(submit(receipt).result().error().orElseThrow().code()).isEqualTo(ErrorCode.RENDER_FAILED);
    }

    @Test
    void hurriedJobsDoNotWaitForCompany() throws Exception {
        pipeline.close();
        pipeline = pipeline(64, Duration.ofMinutes(10));
        Receipt receipt = submit(job("last", 1));

        pipeline.hurry();

        assertThat(receipt.result().status()).isEqualTo(ResultStatus.SUCCEEDED);
    }

    @Test
    void memoryThatWasShortMakesTheNextBatchesSmaller() throws Exception {
        generator.failures.add(new Failure(batch -> batch.size() > 2, FailureKind.RESOURCES));
        submit(job("first", 1, 2, 3, 4)).result();
        generator.batchSizes.clear();

        submit(job("second", 1, 2, 3, 4)).result();

        assertThat(generator.batchSizes).containsExactly(2, 2);
    }

    @Test
    void sessionsOfABundleRenderAtTheSameTime() throws Exception {
        pipeline.close();
        FaultyGenerator other = new FaultyGenerator(new FlatColorGenerator(bundle.manifest()));
        pipeline = pipeline(Map.of(bundle, List.of(generator, other)), 2, Duration.ZERO, 1L << 30, 2);
        generator.gate = new CountDownLatch(1);
        other.gate = new CountDownLatch(1);

        Receipt receipt = submit(job("large", 4, 3, 2, 1));

        assertThat(generator.entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(other.entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pipeline.stuckRenderer(Duration.ZERO)).isPresent();
        other.gate.countDown();
        generator.gate.countDown();
        assertThat(receipt.result().images()).hasSize(4);
        assertThat(generator.batchSizes).containsExactly(2);
        assertThat(other.batchSizes).containsExactly(2);
    }

    @Test
    void aJobThatFailsInOneSessionFailsOnceAlthoughAnotherRendersPartOfIt() throws Exception {
        pipeline.close();
        FaultyGenerator other = new FaultyGenerator(new FlatColorGenerator(bundle.manifest()));
        pipeline = pipeline(Map.of(bundle, List.of(generator, other)), 1, Duration.ZERO, 1L << 30, 2);
        Failure guilty = new Failure(batch -> has(batch, GUILTY), FailureKind.JOB);
        generator.failures.add(guilty);
        other.failures.add(guilty);

        for (int i = 0; i < 50; i++) {
            RenderResult result = submit(job("half-" + i, 1, GUILTY, 2, GUILTY)).result();
            assertThat(result.error().orElseThrow().code()).isEqualTo(ErrorCode.RENDER_FAILED);
        }

        assertThat(submit(job("next", 1)).result().status()).isEqualTo(ResultStatus.SUCCEEDED);
    }

    @Test
    void bundlesThatMayNotRunTogetherTakeTurns() throws Exception {
        pipeline.close();
        Files.delete(folder.resolve("bundle.json")); // of the one in the folder itself
        ModelBundle small = TinyBundle.DEFAULT.write(folder.resolve("small"));
        ModelBundle large =
                TinyBundle.DEFAULT.withName("large").withSize(128, 64).write(folder.resolve("large"));
        AtomicInteger running = new AtomicInteger();
        Map<ModelBundle, List<Generator>> generators = Map.of(
                small,
                List.of(new LonelyGenerator(small, running)),
                large,
                List.of(new LonelyGenerator(large, running)));
        pipeline = pipeline(generators, 1, Duration.ZERO, 1L << 30, 1);

        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            receipts.add(submit(job("small-" + i, 1)));
            receipts.add(submit(Jobs.withModel(job("large-" + i, 1), ModelReference.newest("large"))));
        }

        for (Receipt receipt : receipts) {
            assertThat(receipt.result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        }
    }

    @Test
    void readsNoMoreThanItsMemoryHolds() throws Exception {
        pipeline.close();
        pipeline = pipeline(Map.of(bundle, List.of(generator)), 1, Duration.ZERO, 1, 1);
        generator.gate = new CountDownLatch(1);
        List<Receipt> receipts =
                IntStream.range(0, 10).mapToObj(i -> submit(job("job-" + i, i))).toList();
        assertThat(generator.entered.await(10, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(100); // time to read more, if it did

        assertThat(generator.preparations.get())
                .as("one for each decode thread")
                .isLessThanOrEqualTo(2);
        assertThat(pipeline.preparedBytes()).isPositive();
        generator.gate.countDown();

        for (Receipt receipt : receipts) {
            assertThat(receipt.result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        }
        assertThat(generator.preparations).hasValue(10);
    }

    @Test
    void rendererDoesNotWaitForWhoeverTakesTheOutcomes() throws Exception {
        pipeline.close();
        pipeline = pipeline(1, Duration.ZERO);
        CountDownLatch taken = new CountDownLatch(1);
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Receipt receipt = record(job("job-" + i, i), null);
            receipt.gate = taken;
            receipts.add(submit(receipt));
        }

        while (generator.batchSizes.size() < 12) {
            Thread.sleep(1); // ends: nothing between the renderer and its next batch waits for an outcome
        }

        assertThat(receipts).noneMatch(receipt -> receipt.future.isDone());
        taken.countDown();
        for (Receipt receipt : receipts) {
            assertThat(receipt.result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        }
    }

    @Test
    void saysHowLongItsRendererWorkedAndStoodIdle() throws Exception {
        generator.gate = new CountDownLatch(1);
        Receipt receipt = submit(job("timed", 1));
        assertThat(generator.entered.await(10, TimeUnit.SECONDS)).isTrue();
        RendererUse before = pipeline.rendererUse();
        Thread.sleep(50);
        RendererUse after = pipeline.rendererUse();
        generator.gate.countDown();
        receipt.result();

        assertThat(before.idle()).as("waited 100 ms for company").isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(after.idle()).isEqualTo(before.idle());
        assertThat(after.busy().minus(before.busy())).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void saysWhichRendererIsStuck() throws Exception {
        generator.gate = new CountDownLatch(1);
        Receipt receipt = submit(job("slow", 1));
        assertThat(generator.entered.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(pipeline.stuckRenderer(Duration.ZERO).orElseThrow())
                .startsWith("tiny@1 has been rendering one batch");
        assertThat(pipeline.stuckRenderer(Duration.ofMinutes(5))).isEmpty();
        generator.gate.countDown();

        assertThat(receipt.result().status()).isEqualTo(ResultStatus.SUCCEEDED);
    }

    @Test
    void saysWhichJobIsReadForTooLong() throws Exception {
        generator.prepareGate = new CountDownLatch(1);
        Receipt receipt = submit(job("slow", 1));
        while (generator.preparations.get() == 0) {
            Thread.sleep(1); // ends: nothing is before it
        }

        assertThat(pipeline.stuckRenderer(Duration.ZERO).orElseThrow()).startsWith("job slow has been read for 0 s");
        assertThat(pipeline.stuckRenderer(Duration.ofMinutes(5))).isEmpty();
        generator.prepareGate.countDown();

        assertThat(receipt.result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        assertThat(pipeline.stuckRenderer(Duration.ZERO).filter(trouble -> trouble.startsWith("job slow")))
                .as("reading is over")
                .isEmpty();
    }

    @Test
    void saysThatARendererDied() throws Exception {
        generator.prepared = new PreparedMask() {
            @Override
            public long bytes() {
                return 1;
            }

            @Override
            public boolean equals(Object other) {
                throw new IllegalStateException("no comparison");
            }

            @Override
            public int hashCode() {
                return 1;
            }
        };
        submit(job("deadly", 1));

        while (pipeline.stuckRenderer(Duration.ofMinutes(5)).isEmpty()) {
            Thread.sleep(5); // ends: the job is due after 100 ms
        }

        assertThat(pipeline.stuckRenderer(Duration.ofMinutes(5)))
                .hasValue("tiny@1 has lost a renderer: java.lang.IllegalStateException: no comparison");
        assertThat(stops.poll(10, TimeUnit.SECONDS)).contains("has lost a renderer");
    }

    @Test
    void jobsOfABatchThatEndsUnexpectedlyHaveAnOutcome() throws Exception {
        pipeline.close();
        listener = new PipelineListener() {
            @Override
            public void rendered(ModelReference model, int images, Duration took) {
                if (generator.batchSizes.size() == 1) {
                    throw new LinkageError("no such counter");
                }
            }
        };
        pipeline = pipeline(4, Duration.ofMillis(100));
        Receipt retried = retryable("retried");
        Receipt failed = submit(job("failed", 2));

        assertThat(retried.outcome()).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.fault())
                .contains("batch ended unexpectedly", "no such counter"));
        assertThat(failed.result().error().orElseThrow().code()).isEqualTo(ErrorCode.RENDER_FAILED);
        assertThat(generator.batchSizes).containsExactly(2);
        assertThat(submit(job("next", 1)).result().status()).isEqualTo(ResultStatus.SUCCEEDED);
        assertThat(stops).isEmpty();
    }

    @Test
    void aJobWhoseResultCannotBeWrittenHasAnOutcome() throws Exception {
        generator.runtimeError = new LinkageError("no such runtime");

        assertThat(retryable("retried").outcome())
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.fault()).contains("no such runtime"));
        assertThat(submit(job("failed", 2)).result().error().orElseThrow().message())
                .contains("no such runtime");
        assertThat(stops).isEmpty();
    }

    @Test
    void aRecordThatCannotBeReadOrRefusedIsTriedAgain() throws Exception {
        generator.prepareError = new LinkageError("no such mask");
        Receipt refused = record(job("refused", 1), "{".getBytes(UTF_8));
        refused.retryDue = Optional.of(NOW.plusSeconds(5));

        assertThat(retryable("unprepared").outcome()).isInstanceOf(Outcome.Retry.class);
        refused.beforeRetryDue = () -> clockError = null;
        refused.onValue = () -> clockError = new LinkageError("no such time");
        assertThat(submit(refused).outcome()).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
            assertThat(retry.id()).isEqualTo(new JobId("refused"));
            assertThat(retry.fault()).contains("no such time");
        });
        assertThat(stops).isEmpty();
    }

    @Test
    void aWorkerThatIsShortOfMemoryTriesJobsAgainLater() throws Exception {
        generator.prepareFailure = new InferenceFailedException(FailureKind.RESOURCES, "bad_alloc", null);
        assertThat(retryable("encoder").outcome()).isInstanceOf(Outcome.Retry.class);
        generator.prepareFailure = null;

        generator.prepareError = new OutOfMemoryError("while reading");
        assertThat(retryable("reading").outcome()).isInstanceOf(Outcome.Retry.class);
        generator.prepareError = null;

        generator.runtimeError = new OutOfMemoryError("while writing");
        assertThat(retryable("writing").outcome()).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void whatAJobItselfGetsWrongIsNotTriedAgain() throws Exception {
        generator.prepareFailure = new InferenceFailedException(FailureKind.JOB, "mu is NaN", null);

        Receipt receipt = retryable("nan");

        assertThat(receipt.result().error().orElseThrow().message()).contains("mu is NaN");
    }

    @Test
    void aRecordThatDidNotFitIntoMemoryIsTriedAgainIfItsHeadersNameAJob() throws Exception {
        Receipt named = record(job("named", 1), null);
        named.retryDue = Optional.of(NOW.plusSeconds(5));
        named.headersErrors.add(new OutOfMemoryError("Java heap space"));
        Receipt nameless = new Receipt(Map.of("ce_id", "no id".getBytes(UTF_8)), new byte[] {1, 2, 3});
        nameless.retryDue = Optional.of(NOW.plusSeconds(5));
        nameless.headersErrors.add(new OutOfMemoryError("Java heap space"));

        assertThat(submit(named).outcome()).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(retry.id())
                .isEqualTo(new JobId("named")));
        assertThat(submit(nameless).outcome()).isInstanceOfSatisfying(Outcome.DeadLetter.class, letter -> {
            assertThat(letter.detail()).contains("Java heap space");
            assertThat(letter.bytes()).isEqualTo(3);
        });
    }

    @Test
    void saysThatTheProcessMustEndWhenARecordIsLeftWithoutAnOutcome() throws Exception {
        Receipt unread = record(job("unread", 1), "{".getBytes(UTF_8));
        unread.onValue = () -> clockError = new LinkageError("no such time");
        submit(unread);
        assertThat(stops.poll(10, TimeUnit.SECONDS)).contains("without an outcome", "no such time");
        clockError = null;

        generator.gate = new CountDownLatch(1);
        Receipt unanswered = submit(job("unanswered", 1));
        assertThat(generator.entered.await(10, TimeUnit.SECONDS)).isTrue();
        clockError = new LinkageError("no such time");
        generator.gate.countDown();
        assertThat(stops.poll(10, TimeUnit.SECONDS)).contains("without an outcome", "no such time");
        assertThat(List.of(unread, unanswered)).noneMatch(receipt -> receipt.future.isDone());
    }

    private RenderPipeline pipeline(int maxBatchSize, Duration maxBatchDelay) {
        return pipeline(Map.of(bundle, List.of(generator)), maxBatchSize, maxBatchDelay, 1L << 30, 1);
    }

    private RenderPipeline pipeline(
            Map<ModelBundle, List<Generator>> generators,
            int maxBatchSize,
            Duration maxBatchDelay,
            long preparedBytes,
            int concurrentRuns) {
        BundleRepository bundles = BundleRepository.load(folder);
        return new RenderPipeline(
                new JobIntake(
                        new JobCodec(JobLimits.DEFAULT),
                        new JobPreparation(
                                bundles, any -> generators.get(any).get(0), any -> Optional.empty(), JobLimits.DEFAULT),
                        Clock.fixed(NOW, ZoneOffset.UTC)),
                generators,
                new ResultWriter(
                        new ImagePublication(ResultLimits.DEFAULT),
                        new ResultEncoding(new ResultCodec(), "test", ResultLimits.DEFAULT),
                        "worker-1"),
                new PipelineSettings(2, 2, maxBatchSize, maxBatchDelay, concurrentRuns, preparedBytes),
                listener,
                stops::add,
                new FaultyClock());
    }

    /** One image for each number, which is the first of its style vector. */
    private static RenderJob job(String id, float... firsts) {
        RenderJob job = Jobs.striped(0);
        List<Style> styles = new ArrayList<>();
        for (float first : firsts) {
            styles.add(new Style.Vector(new float[] {first, 0, 0, 0, 0, 0, 0, 0}));
        }
        return new RenderJob(
                new JobId(id),
                job.model(),
                job.mask(),
                job.instances(),
                styles,
                job.output(),
                job.tags(),
                job.deadline(),
                job.traceparent());
    }

    private static RenderJob withDeadline(RenderJob job, Instant deadline) {
        return new RenderJob(
                job.id(),
                job.model(),
                job.mask(),
                job.instances(),
                job.styles(),
                job.output(),
                job.tags(),
                Optional.of(deadline),
                job.traceparent());
    }

    private static boolean has(RenderBatch batch, float first) {
        return batch.requests().stream().anyMatch(request -> request.style().at(0) == first);
    }

    private Receipt submit(RenderJob job) {
        return submit(record(job, null));
    }

    private Receipt retryable(String id) {
        Receipt receipt = record(job(id, 1), null);
        receipt.retryDue = Optional.of(NOW.plusSeconds(5));
        return submit(receipt);
    }

    private Receipt submit(Receipt receipt) {
        pipeline.submit(receipt);
        return receipt;
    }

    /** The job as a record, or its envelope around another value. */
    private static Receipt record(RenderJob job, byte @Nullable [] value) {
        EncodedRecord record = new JobCodec(JobLimits.DEFAULT).encode(job, "test");
        Map<String, byte[]> headers = new HashMap<>();
        record.headers().forEach((name, text) -> headers.put(name, text.getBytes(UTF_8)));
        return new Receipt(headers, value == null ? record.value() : value);
    }

    private static final class Receipt implements Arrival {
        private final Map<String, byte[]> headers;
        private final byte[] value;
        private final CompletableFuture<Outcome> future = new CompletableFuture<>();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile boolean abandoned;
        private volatile boolean cancelled;
        private Optional<JobError> refusal = Optional.empty();
        private Optional<Instant> retryDue = Optional.empty();
        private final Queue<Error> headersErrors =
                new ConcurrentLinkedQueue<>(); // one for each time they are asked for
        private Runnable onValue = () -> {};
        private Runnable beforeRetryDue = () -> {};

        Receipt(Map<String, byte[]> headers, byte[] value) {
            this.headers = headers;
            this.value = value;
        }

        @Override
        public Map<String, byte[]> headers() {
            throwIfPresent(headersErrors.poll());
            return headers;
        }

        @Override
        public byte[] value() {
            onValue.run();
            return value;
        }

        @Override
        public Instant published() {
            return NOW.minusMillis(250);
        }

        @Override
        public boolean abandoned() {
            return abandoned;
        }

        @Override
        public Optional<JobError> refusal() {
            return refusal;
        }

        @Override
        public Optional<JobError> cancellation(JobId id) {
            return cancelled ? Optional.of(JobError.of(ErrorCode.CANCELLED, "not needed")) : Optional.empty();
        }

        @Override
        public Optional<Instant> retryDue() {
            beforeRetryDue.run();
            return retryDue;
        }

        @Override
        public void finish(Outcome outcome) {
            await(gate);
            if (!future.complete(outcome)) {
                throw new AssertionError("a second outcome: " + outcome);
            }
        }

        Outcome outcome() throws Exception {
            return future.get(20, TimeUnit.SECONDS);
        }

        RenderResult result() throws Exception {
            return ((Outcome.Answered) outcome()).result();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void throwIfPresent(@Nullable Error error) {
        if (error != null) {
            throw error;
        }
    }

    /** Stands still, and fails when told to. */
    private final class FaultyClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            throwIfPresent(clockError);
            return NOW;
        }
    }

    private record Failure(Predicate<RenderBatch> when, FailureKind kind) {}

    /** Fails when told to. */
    private static final class FaultyGenerator implements Generator {
        private final Generator generator;
        private final List<Failure> failures = new ArrayList<>();
        private final List<Integer> batchSizes = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger preparations = new AtomicInteger();
        private final CountDownLatch entered = new CountDownLatch(1);
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile @Nullable Error error;
        private volatile CountDownLatch prepareGate = new CountDownLatch(0);
        private volatile @Nullable Error prepareError;
        private volatile @Nullable InferenceFailedException prepareFailure;
        private volatile @Nullable Error runtimeError;
        private volatile @Nullable PreparedMask prepared;

        FaultyGenerator(Generator generator) {
            this.generator = generator;
        }

        @Override
        public PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) throws InferenceFailedException {
            preparations.incrementAndGet();
            await(prepareGate);
            throwIfPresent(prepareError);
            InferenceFailedException failure = prepareFailure;
            if (failure != null) {
                throw failure;
            }
            PreparedMask other = prepared;
            return other == null ? generator.prepare(labels, edges) : other;
        }

        @Override
        public List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException {
            batchSizes.add(batch.size());
            entered.countDown();
            await(gate);
            throwIfPresent(error);
            for (Failure failure : failures) {
                if (failure.when().test(batch)) {
                    throw new InferenceFailedException(failure.kind(), "told to fail", null);
                }
            }
            return generator.generate(batch);
        }

        @Override
        public GeneratorRuntime runtime() {
            throwIfPresent(runtimeError);
            return generator.runtime();
        }

        @Override
        public void close() {
            generator.close();
        }
    }

    /** Fails when another one that shares its counter runs at the same time. */
    private static final class LonelyGenerator implements Generator {
        private final Generator generator;
        private final AtomicInteger running;

        LonelyGenerator(ModelBundle bundle, AtomicInteger running) {
            this.generator = new FlatColorGenerator(bundle.manifest());
            this.running = running;
        }

        @Override
        public PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) throws InferenceFailedException {
            return generator.prepare(labels, edges);
        }

        @Override
        public List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException {
            try {
                if (running.incrementAndGet() > 1) {
                    throw new InferenceFailedException(FailureKind.JOB, "two runs at the same time", null);
                }
                return generator.generate(batch);
            } finally {
                running.decrementAndGet();
            }
        }

        @Override
        public GeneratorRuntime runtime() {
            return generator.runtime();
        }

        @Override
        public void close() {
            generator.close();
        }
    }
}
