package org.limner.worker.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.seed.GaussianStream;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.fixture.Pictures;
import org.limner.worker.image.PhotoDecoder;
import org.limner.worker.image.PngWriter;
import org.limner.worker.image.RgbImage;
import org.limner.worker.store.PayloadReader;

/** What can go wrong: a seed that is used but not reported, noise in a style that asked for none, the wrong length. */
class StyleResolverTest {
    private static final JobId JOB = new JobId("job-7");
    private static final float[] MU = {0.5f, -1, 2};
    private static final float[] LOGVAR = {0, -2, 1.5f};

    private final StyleResolver resolver = resolver(Optional.of(new FixedEncoder()));

    @Test
    void seedGivesItsStream() throws Exception {
        StyleVector style = resolver.resolve(new Style.Sampled(OptionalLong.of(7)), JOB, 2);

        assertThat(style.values()).containsExactly(GaussianStream.sample(7, 3));
        assertThat(style.seed()).hasValue(7);
        assertThat(style.digest()).contains(GaussianStream.digest(GaussianStream.sample(7, 3)));
    }

    @Test
    void missingSeedIsDerivedFromJobAndIndexAndReported() throws Exception {
        Style.Sampled unseeded = new Style.Sampled(OptionalLong.empty());

        StyleVector style = resolver.resolve(unseeded, JOB, 2);

        long derived = GaussianStream.derivedSeed("job-7", 2);
        assertThat(style.seed()).hasValue(derived);
        assertThat(style.values()).containsExactly(GaussianStream.sample(derived, 3));
        assertThat(resolver.resolve(unseeded, JOB, 3).values()).isNotEqualTo(style.values());
    }

    @Test
    void vectorIsTakenAsItIs() throws Exception {
        StyleVector style = resolver.resolve(new Style.Vector(new float[] {1, -2, 3}), JOB, 0);

        assertThat(style.values()).containsExactly(1, -2, 3);
        assertThat(style.seed()).isEmpty();
    }

    @Test
    void vectorOfAnotherLengthIsRefusedWithBothNumbers() {
        assertRejected(
                resolver,
                new Style.Vector(new float[256]),
                ErrorCode.INVALID_STYLE,
                "style vector has 256 numbers but bundle 'coast@2' takes 3");
    }

    @Test
    void photographGivesItsMean() throws Exception {
        StyleVector style = resolver.resolve(new Style.Encoded(photograph(), false, OptionalLong.empty()), JOB, 0);

        assertThat(style.values()).containsExactly(MU);
        assertThat(style.seed()).isEmpty();
    }

    @Test
    void sampledPhotographAddsDeviationTimesEps() throws Exception {
        StyleVector style = resolver.resolve(new Style.Encoded(photograph(), true, OptionalLong.of(11)), JOB, 0);

        float[] eps = GaussianStream.sample(11, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(style.at(i)).isEqualTo((float) (MU[i] + StrictMath.exp(LOGVAR[i] / 2.0) * eps[i]));
        }
        assertThat(style.seed()).hasValue(11);
    }

    @Test
    void sampledPhotographWithoutSeedReportsTheDerivedOne() throws Exception {
        StyleVector style = resolver.resolve(new Style.Encoded(photograph(), true, OptionalLong.empty()), JOB, 5);

        assertThat(style.seed()).hasValue(GaussianStream.derivedSeed("job-7", 5));
    }

    @Test
    void betweenTwoStylesLiesWhatTheInterpolationSays() throws Exception {
        Style seeded = new Style.Sampled(OptionalLong.of(7));
        Style encoded = new Style.Encoded(photograph(), false, OptionalLong.empty());

        StyleVector style = resolver.resolve(new Style.Between(seeded, encoded, 0.25), JOB, 0);

        assertThat(style.values())
                .containsExactly(SphericalInterpolation.between(GaussianStream.sample(7, 3), MU, 0.25));
        assertThat(style.seed()).isEmpty();
        assertThat(resolver.resolve(new Style.Between(seeded, encoded, 0), JOB, 0)
                        .digest())
                .isEqualTo(resolver.resolve(seeded, JOB, 0).digest());
        assertThat(resolver.resolve(new Style.Between(seeded, encoded, 1), JOB, 0)
                        .values())
                .containsExactly(MU);
    }

    @Test
    void endsWithoutSeedsHaveOnesOfTheirOwn() throws Exception {
        Style unseeded = new Style.Sampled(OptionalLong.empty());

        assertThat(resolver.resolve(new Style.Between(unseeded, unseeded, 0), JOB, 2)
                        .values())
                .containsExactly(GaussianStream.sample(GaussianStream.derivedSeed("job-7:2", 0), 3));
        assertThat(resolver.resolve(new Style.Between(unseeded, unseeded, 1), JOB, 2)
                        .values())
                .containsExactly(GaussianStream.sample(GaussianStream.derivedSeed("job-7:2", 1), 3));
    }

    @Test
    void interpolationBeyondFloatsIsRefused() {
        Style huge = new Style.Vector(new float[] {Float.MAX_VALUE, Float.MAX_VALUE, 0});
        Style other = new Style.Vector(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 0});

        assertRejected(
                resolver,
                new Style.Between(huge, other, 0.5),
                ErrorCode.INVALID_STYLE,
                "what lies at 0.5 between the two vectors is beyond the range of float32");
    }

    @Test
    void bundleWithoutEncoderTakesNoPhotographs() {
        assertRejected(
                resolver(Optional.empty()),
                new Style.Encoded(photograph(), false, OptionalLong.empty()),
                ErrorCode.INVALID_STYLE,
                "bundle 'coast@2' has no encoder for style images");
    }

    @Test
    void damagedPhotographIsRefused() {
        assertRejected(
                resolver,
                new Style.Encoded(new Payload.Inline(new byte[] {1, 2}), false, OptionalLong.empty()),
                ErrorCode.UNREADABLE_IMAGE,
                "not a JPEG or PNG file but 2 bytes that begin with 0102");
    }

    private static void assertRejected(StyleResolver resolver, Style style, ErrorCode code, String message) {
        assertThatThrownBy(() -> resolver.resolve(style, JOB, 0))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).isEqualTo(code));
    }

    private static StyleResolver resolver(Optional<StyleEncoder> encoder) {
        return new StyleResolver("coast@2", 3, encoder, PayloadReader.INLINE_ONLY, new PhotoDecoder(JobLimits.DEFAULT));
    }

    private static Payload photograph() {
        return new Payload.Inline(new PngWriter().write(Pictures.waves(14, 20, 10)));
    }

    /** Sees the photograph, and says the same of every one. */
    private static final class FixedEncoder implements StyleEncoder {
        @Override
        public StyleEncoding encode(RgbImage photograph) {
            assertThat(photograph).isEqualTo(Pictures.waves(14, 20, 10));
            return new StyleEncoding(MU, LOGVAR);
        }

        @Override
        public void close() {}
    }
}
