package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.limner.schemas.Readme;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.seed.GaussianStream;

/** What can go wrong: two different pictures under one key, or one picture under two since a tag differs. */
class JobFingerprintTest {
    private static final String MODEL = "0123456789abcdef".repeat(4);
    private static final Payload MASK = new Payload.Inline("mask".getBytes(UTF_8));
    private static final Payload PHOTOGRAPH = new Payload.Inline("photograph".getBytes(UTF_8));
    private static final Output JPEG = new Output(ImageFormat.JPEG, 80, Output.Delivery.AUTO);

    @Test
    void isTheDigestOfTheCanonicalMeaning() {
        RenderJob job = job(
                "coast-1",
                MASK,
                List.of(
                        new Style.Sampled(OptionalLong.of(7)),
                        new Style.Sampled(OptionalLong.empty()),
                        new Style.Encoded(PHOTOGRAPH, true, OptionalLong.of(3)),
                        new Style.Between(
                                new Style.Vector(new float[] {0.5f, -1.25f}),
                                new Style.Sampled(OptionalLong.empty()),
                                0.25)),
                JPEG);

        // RFC 8785 by hand: keys in order, no white space.
        String canonical = "{\"mask\":\"" + sha256("mask") + "\",\"model\":\"" + MODEL
                + "\",\"output\":{\"mediaType\":\"image/jpeg\",\"quality\":80},\"styles\":[{\"seed\":7},{\"seed\":"
                + GaussianStream.derivedSeed("coast-1", 1) + "},{\"image\":\"" + sha256("photograph")
                + "\",\"seed\":3},{\"at\":0.25,\"between\":[{\"vector\":\""
                + GaussianStream.digest(new float[] {0.5f, -1.25f}) + "\"},{\"seed\":"
                + GaussianStream.derivedSeed("coast-1:3", 1) + "}]}]}";
        assertThat(JobFingerprint.of(job, MODEL)).isEqualTo(sha256(canonical));
    }

    /** Computed by another implementation, in another language; also in the README. */
    @Test
    void isTheOneOfTheReadme() {
        RenderJob job = job("coast-1", MASK, List.of(new Style.Sampled(OptionalLong.of(7))), Output.DEFAULT);

        assertThat(JobFingerprint.of(job, MODEL))
                .isEqualTo("245b0f785d34338bb7244228f12684ce618ea95663cd73573ef4d82ee9ab9a49");
        assertThat(Readme.text()).contains("245b0f785d34338bb7244228f12684ce618ea95663cd73573ef4d82ee9ab9a49");
    }

    @Test
    void whatChangesNoPictureChangesNothing() {
        RenderJob job = job("a", MASK, List.of(new Style.Sampled(OptionalLong.of(7))), Output.DEFAULT);
        RenderJob other = new RenderJob(
                new JobId("b"),
                new ModelReference("scenes", OptionalInt.of(3)),
                new Payload.Reference(URI.create("s3://masks/a.png"), sha256("mask"), 4, "image/png"),
                job.instances(),
                job.styles(),
                new Output(ImageFormat.PNG, 1, Output.Delivery.STORE),
                List.of("tag"),
                Optional.of(Instant.EPOCH),
                Optional.of("00-1"));

        assertThat(JobFingerprint.of(other, MODEL)).isEqualTo(JobFingerprint.of(job, MODEL));
    }

    @Test
    void whatChangesAPictureChangesIt() {
        List<Style> seven = List.of(new Style.Sampled(OptionalLong.of(7)));
        List<Style> unseeded = List.of(new Style.Sampled(OptionalLong.empty()));
        Style.Encoded mean = new Style.Encoded(PHOTOGRAPH, false, OptionalLong.empty());
        RenderJob base = job("a", MASK, seven, Output.DEFAULT);
        List<RenderJob> jobs = List.of(
                base,
                job("a", PHOTOGRAPH, seven, Output.DEFAULT),
                withInstances(base, MASK),
                withInstances(base, PHOTOGRAPH),
                job("a", MASK, List.of(), Output.DEFAULT),
                job("a", MASK, List.of(seven.get(0), seven.get(0)), Output.DEFAULT),
                job("a", MASK, unseeded, Output.DEFAULT),
                job("b", MASK, unseeded, Output.DEFAULT),
                job("a", MASK, List.of(mean), Output.DEFAULT),
                job("a", MASK, List.of(new Style.Encoded(PHOTOGRAPH, true, OptionalLong.of(7))), Output.DEFAULT),
                job("a", MASK, List.of(new Style.Vector(new float[] {7})), Output.DEFAULT),
                job("a", MASK, List.of(new Style.Between(seven.get(0), mean, 0.5)), Output.DEFAULT),
                job("a", MASK, List.of(new Style.Between(mean, seven.get(0), 0.5)), Output.DEFAULT),
                job("a", MASK, List.of(new Style.Between(seven.get(0), mean, 0.25)), Output.DEFAULT),
                job("a", MASK, seven, JPEG),
                job("a", MASK, seven, new Output(ImageFormat.JPEG, 81, Output.Delivery.AUTO)));

        Set<String> fingerprints = new HashSet<>(Set.of(JobFingerprint.of(base, "f".repeat(64))));
        jobs.forEach(job -> fingerprints.add(JobFingerprint.of(job, MODEL)));

        assertThat(fingerprints).hasSize(jobs.size() + 1);
    }

    private static RenderJob job(String id, Payload mask, List<Style> styles, Output output) {
        return new RenderJob(
                new JobId(id),
                ModelReference.newest("scenes"),
                mask,
                Optional.empty(),
                styles,
                output,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static RenderJob withInstances(RenderJob job, Payload instances) {
        return new RenderJob(
                job.id(),
                job.model(),
                job.mask(),
                Optional.of(instances),
                job.styles(),
                job.output(),
                job.tags(),
                job.deadline(),
                job.traceparent());
    }

    private static String sha256(String text) {
        return Digests.sha256(text.getBytes(UTF_8));
    }
}
