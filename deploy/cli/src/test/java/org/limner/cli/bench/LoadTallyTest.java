package org.limner.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.Provenance;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;

/** What could go wrong: warm-up that counts, a slow answer that does not, a burst at the edge taken for speed. */
class LoadTallyTest {
    private final LoadTally tally = new LoadTally(seconds(10), seconds(20));

    @Test
    void jobsAreMeasuredByWhenTheyWereDueHoweverLateTheirAnswer() {
        tally.answered(succeeded(1), seconds(9.9), seconds(11));
        tally.answered(succeeded(1), seconds(10), seconds(10.5));
        tally.answered(succeeded(1), seconds(19.9), seconds(49.9));
        tally.answered(succeeded(1), seconds(20), seconds(20.5));

        assertThat(tally.jobs()).isEqualTo(2);
        assertThat(tally.answers()).isEqualTo(4);
        assertThat(tally.percentiles().get("end to end")).isEqualTo(new Percentiles(500, 30_000, 30_000, 30_000));
        assertThat(tally.percentiles().get("render").p50()).isEqualTo(40);
        assertThat(tally.percentiles().get("delivery").p50()).isEqualTo(500 - 51);
    }

    @Test
    void imagesASecondLeaveOutWhatCameWithTheFirstArrival() {
        assertThat(tally.imagesPerSecond()).isNaN();
        tally.answered(succeeded(8), seconds(1), seconds(9));
        tally.answered(succeeded(8), seconds(1), seconds(12));
        tally.answered(succeeded(8), seconds(1), seconds(12)); // the same poll
        assertThat(tally.imagesPerSecond()).isNaN();
        tally.answered(succeeded(3), seconds(1), seconds(14));
        tally.answered(succeeded(5), seconds(1), seconds(16));
        tally.answered(succeeded(8), seconds(1), seconds(21));

        assertThat(tally.imagesPerSecond()).isEqualTo((3 + 5) / 4.0);
    }

    @Test
    void failuresAreCountedByCodeAndLeftOutOfTheTimes() {
        tally.answered(failed(ErrorCode.RENDER_FAILED), seconds(11), seconds(12));
        tally.answered(failed(ErrorCode.UNKNOWN_MODEL), seconds(11), seconds(12));
        tally.answered(failed(ErrorCode.RENDER_FAILED), seconds(11), seconds(12));
        tally.answered(failed(ErrorCode.RENDER_FAILED), seconds(1), seconds(12)); // warm-up

        assertThat(tally.failures()).containsOnlyKeys("RENDER_FAILED", "UNKNOWN_MODEL");
        assertThat(tally.failures().get("RENDER_FAILED")).isEqualTo(2);
        assertThat(tally.firstFailure()).hasValue("job: RENDER_FAILED: told to");
        assertThat(tally.percentiles()).isEmpty();
        assertThat(tally.batchSize()).isNaN();
    }

    @Test
    void knowsHowManyImagesCameLately() {
        tally.answered(succeeded(2), seconds(1), seconds(2));
        tally.answered(succeeded(4), seconds(1), seconds(3));

        assertThat(tally.imagesSince(seconds(2))).isEqualTo(6);
        assertThat(tally.imagesSince(seconds(3))).isEqualTo(4);
        assertThat(tally.imagesSince(seconds(4))).isZero();
    }

    @Test
    void percentilesAreValuesThatWereMeasured() {
        assertThat(Percentiles.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Percentiles(2, 3, 3, 3));
        assertThat(Percentiles.of(List.of(7.0))).isEqualTo(new Percentiles(7, 7, 7, 7));
        assertThat(Percentiles.of(List.of()).max()).isNaN();
        assertThat(Percentiles.of(
                        IntStream.rangeClosed(1, 200).mapToObj(i -> (double) i).toList()))
                .isEqualTo(new Percentiles(100, 180, 198, 200));
    }

    private static long seconds(double seconds) {
        return Long.MAX_VALUE - 30_000_000_000L + Math.round(seconds * 1e9); // clocks may begin anywhere and overflow
    }

    private static RenderResult succeeded(int images) {
        return result(
                ResultStatus.SUCCEEDED,
                IntStream.range(0, images).mapToObj(LoadTallyTest::image).toList(),
                Optional.empty());
    }

    private static RenderedImage image(int style) {
        return new RenderedImage(
                style,
                ImageFormat.PNG,
                1,
                1,
                new Payload.Inline(new byte[1]),
                "a".repeat(64),
                1,
                OptionalLong.empty(),
                Optional.empty());
    }

    private static RenderResult failed(ErrorCode code) {
        return result(ResultStatus.FAILED, List.of(), Optional.of(JobError.of(code, "told to")));
    }

    private static RenderResult result(ResultStatus status, List<RenderedImage> images, Optional<JobError> error) {
        return new RenderResult(
                new JobId("job"),
                status,
                images,
                error,
                images.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Provenance("m", 1, "a".repeat(64), "r", "cpu", "fp32", images.size(), "w")),
                new Timing(1, 2, 3, 40, 5, 51),
                List.of(),
                Optional.empty());
    }
}
