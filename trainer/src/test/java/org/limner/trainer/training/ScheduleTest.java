package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.trainer.config.TrainingOptions;

/** What could go wrong: an epoch too many at full rate, a last epoch that does not move, an end that never comes. */
class ScheduleTest {
    private static final Schedule BY_EPOCHS =
            Schedule.of(new TrainingOptions.Length(3, 4, TrainingOptions.Decay.AT_ONCE, 0), 10);
    private static final Schedule AS_THE_REFERENCE =
            Schedule.of(new TrainingOptions.Length(3, 4, TrainingOptions.Decay.ONE_EPOCH_LATE, 0), 10);
    private static final Schedule BY_TIME =
            Schedule.of(new TrainingOptions.Length(50, 0, TrainingOptions.Decay.AT_ONCE, 2), 10);

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 1", "3, 0.8", "4, 0.6", "5, 0.4", "6, 0.2"})
    void fallsLinearlyOverTheDecayEpochs(long epoch, double factor) {
        assertThat(BY_EPOCHS.rateFactor(new Position(epoch * 10 + 9, epoch, 1e6)))
                .isCloseTo(factor, within(1e-12));
    }

    /** Full rate in epochs 1 to niter + 1, then down by 1 / niter_decay each. */
    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "3, 1", "4, 0.75", "5, 0.5", "6, 0.25"})
    void fallsOneEpochLaterUnderParity(long epoch, double factor) {
        assertThat(AS_THE_REFERENCE.rateFactor(new Position(epoch * 10 + 9, epoch, 1e6)))
                .isCloseTo(factor, within(1e-12));
        assertThat(AS_THE_REFERENCE.finished(new Position(69, 6, 0))).isFalse();
        assertThat(AS_THE_REFERENCE.finished(new Position(70, 7, 0))).isTrue();
    }

    @Test
    void endsAfterAllEpochs() {
        assertThat(BY_EPOCHS.finished(new Position(69, 6, 0))).isFalse();
        assertThat(BY_EPOCHS.finished(new Position(70, 7, 0))).isTrue();
        assertThat(BY_EPOCHS.done(new Position(35, 3, 0))).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "30, 1", "60, 1", "90, 0.5", "105, 0.25"})
    void fallsOverTheSecondHalfOfTheTime(double seconds, double factor) {
        assertThat(BY_TIME.rateFactor(new Position(1, 0, seconds))).isCloseTo(factor, within(1e-12));
    }

    @Test
    void endsWhenTheTimeIsUpWhateverTheEpochs() {
        assertThat(BY_TIME.finished(new Position(1_000_000, 100_000, 119.9))).isFalse();
        assertThat(BY_TIME.finished(new Position(1, 0, 120))).isTrue();
        assertThat(BY_TIME.rateFactor(new Position(1, 0, 119.999999))).isPositive();
    }
}
