package org.limner.chaos.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.limner.chaos.fault.Attempts;
import org.limner.chaos.fault.Fault;
import org.limner.chaos.fault.FaultSeed;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.codec.CancellationCodec;
import org.limner.schemas.codec.DeadLetterReason;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.codec.Topics;
import org.limner.schemas.job.Cancellation;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.ResultStatus;

/** Draws the records of a run: the same seed gives the same records in the same order. */
public final class JobMix {
    private static final String SOURCE = "limner-chaos";
    private static final int MASK_SIDE = 64;
    private static final int PHOTOGRAPH_SIDE = 24;
    private static final int MAX_STYLES = 3;
    /** A record about another job follows it within so many records, so that the job may be on its way still. */
    private static final int WITHIN = 100;
    /** Long ago wherever clocks are. */
    private static final Instant PASSED = Instant.parse("2020-01-01T00:00:00Z");

    private static final List<Fault> DEATHS = List.of(Fault.HALT, Fault.SEGMENTATION_FAULT, Fault.KILL);

    private final BundleManifest bundle;
    private final Path store;
    private final List<String> topics;
    private final Random random;
    private final String prefix;
    private final JobCodec codec = new JobCodec(JobLimits.DEFAULT);
    private final CancellationCodec cancellations = new CancellationCodec();
    private final Poison poison;
    private int number;

    /**
     * @param bundle that renders; one with styles and an encoder
     * @param store  where masks go that jobs refer to
     * @param topics where jobs go, each to one of them
     */
    public JobMix(BundleManifest bundle, Path store, List<String> topics, long seed) {
        this.bundle = bundle;
        this.store = store;
        this.topics = topics;
        this.random = new Random(seed);
        this.prefix = "chaos-" + seed + "-";
        this.poison = new Poison(bundle.name(), mask(), largestLabel(bundle) + 1);
    }

    /** In the order in which they are to be published. */
    public List<PlannedRecord> draw(JobCounts counts) {
        List<PlannedRecord> records = new ArrayList<>();
        for (JobKind kind : JobKind.values()) {
            for (int i = 0; kind.ownId() && i < counts.of(kind); i++) {
                records.add(draw(kind, i));
            }
        }
        Collections.shuffle(records, random);
        List<PlannedRecord> innocent = new ArrayList<>(of(JobKind.INNOCENT, records));
        Collections.shuffle(innocent, random);
        int duplicates = counts.of(JobKind.DUPLICATE);
        for (PlannedRecord original : innocent.subList(0, duplicates)) {
            insert(records, original, original.duplicate(), 1);
        }
        for (PlannedRecord original : innocent.subList(duplicates, duplicates + counts.of(JobKind.CONFLICT))) {
            insert(records, original, conflict(original), 1);
        }
        for (PlannedRecord job : of(JobKind.CANCELLED, records)) {
            insert(records, job, cancellation(job), -WITHIN);
        }
        return records;
    }

    /** How many processes the killing jobs of such a run have ended. */
    public static long deaths(JobCounts counts, Attempts attempts) {
        return IntStream.range(0, counts.of(JobKind.KILLER))
                .mapToLong(i -> attempts.of(FaultSeed.of(death(i), i)))
                .sum();
    }

    private PlannedRecord draw(JobKind kind, int i) {
        return switch (kind) {
            case BY_REFERENCE -> byReference(job(anyStyles()));
            case FAILS_ONCE -> images(kind, job(List.of(seeded(Fault.FAIL_ONCE, i))));
            case FAILS_REPEATEDLY -> images(kind, job(List.of(seeded(Fault.FAIL_REPEATEDLY, i))));
            case SHORT_OF_MEMORY -> images(kind, job(List.of(seeded(Fault.SHORT_OF_MEMORY, i))));
            case POISON -> poison.of(topic(), codec.encode(job(anyStyles()), SOURCE), i);
            case KILLER ->
                refusal(kind, job(List.of(seeded(death(i), i))), ResultStatus.FAILED, ErrorCode.WORKER_CRASH);
            case EXPIRED -> refusal(kind, expired(job(anyStyles())), ResultStatus.EXPIRED, ErrorCode.DEADLINE_PASSED);
            case CANCELLED -> {
                RenderJob job = job(anyStyles());
                yield PlannedRecord.of(topic(), encode(job), kind, new Expectation.ImagesOrCancelled(job));
            }
            default -> images(JobKind.INNOCENT, job(anyStyles()));
        };
    }

    private PlannedRecord images(JobKind kind, RenderJob job) {
        return PlannedRecord.of(topic(), encode(job), kind, new Expectation.Images(job));
    }

    private PlannedRecord refusal(JobKind kind, RenderJob job, ResultStatus status, ErrorCode code) {
        return PlannedRecord.of(topic(), encode(job), kind, new Expectation.Refusal(status, code));
    }

    /** What must come of it is what comes of the same mask inline. */
    private PlannedRecord byReference(RenderJob job) {
        byte[] mask = ((Payload.Inline) job.mask()).bytes();
        Path file = store.resolve(job.id() + ".png");
        try {
            Files.createDirectories(store);
            Files.write(file, mask);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a mask into " + store, e);
        }
        Payload reference = new Payload.Reference(file.toUri(), Digests.sha256(mask), mask.length, "image/png");
        return PlannedRecord.of(
                topic(),
                encode(with(job, reference, Optional.empty())),
                JobKind.BY_REFERENCE,
                new Expectation.Images(job));
    }

    private static RenderJob expired(RenderJob job) {
        return with(job, job.mask(), Optional.of(PASSED));
    }

    private PlannedRecord conflict(PlannedRecord original) {
        RenderJob other = job(anyStyles());
        EncodedRecord record = codec.encode(
                new RenderJob(
                        new JobId(original.key()),
                        other.model(),
                        other.mask(),
                        other.instances(),
                        other.styles(),
                        other.output(),
                        List.of("another job of this id"),
                        other.deadline(),
                        other.traceparent()),
                SOURCE);
        return PlannedRecord.of(
                original.topic(),
                record,
                JobKind.CONFLICT,
                new Expectation.DeadLetter(DeadLetterReason.CONFLICT.name()));
    }

    private PlannedRecord cancellation(PlannedRecord job) {
        EncodedRecord record =
                cancellations.encode(new Cancellation(new JobId(job.key()), Optional.of("chaos")), SOURCE);
        return new PlannedRecord(
                Topics.CANCELLATIONS,
                record.key(),
                record.headers(),
                record.value(),
                JobKind.CANCELLATION,
                Optional.empty());
    }

    /** Between {@code from} and WITHIN records after {@code job}. */
    private void insert(List<PlannedRecord> records, PlannedRecord job, PlannedRecord about, int from) {
        int at = records.indexOf(job) + from + random.nextInt(WITHIN - from);
        records.add(Math.max(0, Math.min(at, records.size())), about);
    }

    private static List<PlannedRecord> of(JobKind kind, List<PlannedRecord> records) {
        return records.stream().filter(record -> record.kind() == kind).toList();
    }

    private static Fault death(int killer) {
        return DEATHS.get(killer % DEATHS.size());
    }

    private String topic() {
        return topics.get(random.nextInt(topics.size()));
    }

    /** In both of the modes that the contract has. */
    private EncodedRecord encode(RenderJob job) {
        return random.nextInt(4) == 0 ? codec.encodeStructured(job, SOURCE) : codec.encode(job, SOURCE);
    }

    private RenderJob job(List<Style> styles) {
        Output output = random.nextInt(3) == 0
                ? new Output(ImageFormat.JPEG, 80 + random.nextInt(20), Output.Delivery.INLINE)
                : Output.DEFAULT;
        return new RenderJob(
                new JobId(prefix + number++),
                ModelReference.newest(bundle.name()),
                new Payload.Inline(mask()),
                Optional.empty(),
                styles,
                output,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static RenderJob with(RenderJob job, Payload mask, Optional<Instant> deadline) {
        return new RenderJob(
                job.id(),
                job.model(),
                mask,
                job.instances(),
                job.styles(),
                job.output(),
                job.tags(),
                deadline,
                job.traceparent());
    }

    private byte[] mask() {
        return Pictures.mask(random, MASK_SIDE, MASK_SIDE, bundle.labels().size());
    }

    private List<Style> anyStyles() {
        List<Style> styles = new ArrayList<>();
        for (int i = random.nextInt(MAX_STYLES); i >= 0; i--) {
            styles.add(anyStyle());
        }
        return styles;
    }

    private Style anyStyle() {
        return switch (random.nextInt(8)) {
            case 0 -> new Style.Sampled(OptionalLong.empty());
            case 1 -> vector();
            case 2 -> new Style.Encoded(photograph(), false, OptionalLong.empty());
            case 3 -> new Style.Encoded(photograph(), true, OptionalLong.of(random.nextInt(1 << 30)));
            default -> new Style.Sampled(OptionalLong.of(random.nextInt(1 << 30)));
        };
    }

    private Payload photograph() {
        return new Payload.Inline(Pictures.photograph(random, PHOTOGRAPH_SIDE));
    }

    private Style vector() {
        float[] values = new float[bundle.styleSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Style.Vector(values);
    }

    private static Style seeded(Fault fault, int number) {
        return new Style.Sampled(OptionalLong.of(FaultSeed.of(fault, number)));
    }

    private static int largestLabel(BundleManifest bundle) {
        return bundle.labels().stream().mapToInt(label -> label.id()).max().orElseThrow();
    }
}
