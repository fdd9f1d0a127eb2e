package org.limner.chaos.job;

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
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;

/** Draws the records of a run: the same seed gives the same records in the same order. */
public final class JobMix {
    private static final String SOURCE = "limner-chaos";
    private static final int MASK_SIDE = 64;
    private static final int PHOTOGRAPH_SIDE = 24;
    private static final int MAX_STYLES = 3;
    /** A duplicate follows its original within so many records, so that one may be on its way still. */
    private static final int DUPLICATE_WITHIN = 100;

    private static final List<Fault> DEATHS = List.of(Fault.HALT, Fault.SEGMENTATION_FAULT, Fault.KILL);

    private final BundleManifest bundle;
    private final Random random;
    private final String prefix;
    private final JobCodec codec = new JobCodec(JobLimits.DEFAULT);
    private final Poison poison;
    private int number;

    /** @param bundle that renders; one with styles and an encoder */
    public JobMix(BundleManifest bundle, long seed) {
        this.bundle = bundle;
        this.random = new Random(seed);
        this.prefix = "chaos-" + seed + "-";
        this.poison = new Poison(bundle.name(), mask(), largestLabel(bundle) + 1);
    }

    /** In the order in which they are to be published. */
    public List<PlannedRecord> draw(JobCounts counts) {
        List<PlannedRecord> records = new ArrayList<>();
        for (int i = 0; i < counts.innocent(); i++) {
            records.add(images(JobKind.INNOCENT, job(anyStyles())));
        }
        for (int i = 0; i < counts.failingOnce(); i++) {
            records.add(images(JobKind.FAILS_ONCE, job(List.of(seeded(Fault.FAIL_ONCE, i)))));
        }
        for (int i = 0; i < counts.shortOfMemory(); i++) {
            records.add(images(JobKind.SHORT_OF_MEMORY, job(List.of(seeded(Fault.SHORT_OF_MEMORY, i)))));
        }
        for (int i = 0; i < counts.poison(); i++) {
            records.add(poison.of(codec.encode(job(anyStyles()), SOURCE), i));
        }
        for (int i = 0; i < counts.killers(); i++) {
            EncodedRecord killer = encode(job(List.of(seeded(death(i), i))));
            records.add(planned(JobKind.KILLER, killer, new Expectation.Failure(ErrorCode.WORKER_CRASH)));
        }
        Collections.shuffle(records, random);
        addDuplicates(records, counts.duplicates());
        return records;
    }

    /** How many processes the killing jobs of such a run have ended. */
    public static long deaths(JobCounts counts, Attempts attempts) {
        return IntStream.range(0, counts.killers())
                .mapToLong(i -> attempts.of(FaultSeed.of(death(i), i)))
                .sum();
    }

    private static Fault death(int killer) {
        return DEATHS.get(killer % DEATHS.size());
    }

    private void addDuplicates(List<PlannedRecord> records, int duplicates) {
        List<PlannedRecord> originals = new ArrayList<>(records.stream()
                .filter(record -> record.kind() == JobKind.INNOCENT)
                .toList());
        Collections.shuffle(originals, random);
        for (PlannedRecord original : originals.subList(0, duplicates)) {
            int after = records.indexOf(original) + 1 + random.nextInt(DUPLICATE_WITHIN);
            records.add(Math.min(after, records.size()), original.duplicate());
        }
    }

    private PlannedRecord images(JobKind kind, RenderJob job) {
        return planned(kind, encode(job), new Expectation.Images(job));
    }

    private static PlannedRecord planned(JobKind kind, EncodedRecord record, Expectation expectation) {
        return new PlannedRecord(record.key(), record.headers(), record.value(), kind, Optional.of(expectation));
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
