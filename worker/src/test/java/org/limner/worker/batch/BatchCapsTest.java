package org.limner.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What could go wrong: every batch fails again, one bad minute makes batches small for ever, a batch of no image. */
class BatchCapsTest {
    private long now = 5;
    private final BatchCaps<String> caps = new BatchCaps<>(8, () -> now);

    @Test
    void halvesTheBatchThatDidNotFit() {
        assertThat(caps.shortage("coast", false, 8)).isEqualTo(4);
        assertThat(caps.images("coast", false)).isEqualTo(4);

        caps.shortage("coast", false, 2);
        assertThat(caps.images("coast", false)).isEqualTo(1);
    }

    @Test
    void largerBatchThatWasUnderWayDoesNotRaiseTheCap() {
        caps.shortage("coast", false, 2);
        caps.shortage("coast", false, 8);

        assertThat(caps.images("coast", false)).isEqualTo(1);
    }

    @Test
    void otherBundlesAndBatchesOfOneMaskKeepTheirSize() {
        caps.shortage("coast", true, 8);

        assertThat(caps.images("coast", false)).isEqualTo(8);
        assertThat(caps.images("city", true)).isEqualTo(8);
    }

    @Test
    void whatDoesNotFitWithOneMaskDoesNotFitWithSeveral() {
        caps.shortage("coast", false, 4);

        assertThat(caps.images("coast", true)).isEqualTo(2);
    }

    @Test
    void growsAgainMinuteByMinute() {
        caps.shortage("coast", false, 4);

        assertThat(after(Duration.ofSeconds(59))).isEqualTo(2);
        assertThat(after(Duration.ofSeconds(1))).isEqualTo(4);
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(8);
    }

    @Test
    void waitsLongerAfterEachBetThatWasLost() {
        caps.shortage("coast", false, 8);
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(8);
        caps.shortage("coast", false, 8);

        assertThat(after(Duration.ofSeconds(119))).isEqualTo(4);
        assertThat(after(Duration.ofSeconds(1))).isEqualTo(8);
        for (int lost = 0; lost < 10; lost++) {
            caps.shortage("coast", false, 8);
            after(Duration.ofHours(1));
        }
        caps.shortage("coast", false, 8);
        assertThat(after(Duration.ofMinutes(59))).isEqualTo(4);
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(8);
    }

    @Test
    void forgetsAShortageThatDidNotComeBack() {
        caps.shortage("coast", false, 8);
        after(Duration.ofMinutes(1));
        after(Duration.ofMinutes(1));

        caps.shortage("coast", false, 8);

        assertThat(after(Duration.ofMinutes(1)))
                .as("as after the first shortage")
                .isEqualTo(8);
    }

    @Test
    void rejectsABatchWithoutRoom() {
        assertThatThrownBy(() -> new BatchCaps<>(0, System::nanoTime)).hasMessageContaining("at least 1 image");
    }

    private int after(Duration quiet) {
        now += quiet.toNanos();
        return caps.images("coast", false);
    }
}
