package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.report.Report;

/** What could go wrong: a loss that only some steps have, averaged over all of them. */
class MeterTest {
    private static final TrainingOptions OPTIONS = TrainingOptions.of(Settings.defaults());

    @Test
    void averagesEachLossOverTheStepsThatHadIt() {
        Meter meter = new Meter(Schedule.of(OPTIONS.length(), 10), Position.START, Map.of(), OPTIONS.optimizer());
        for (int step = 0; step < 4; step++) {
            Losses losses = new Losses();
            if (step % 4 == 0) {
                losses.put("GAN", 3);
            }
            losses.put("fake", step);
            meter.add(losses, 0.5);
        }

        Report report = meter.report(new Position(4, 0, 2), 0, OptionalLong.empty());

        assertThat(report.losses()).containsEntry("GAN", 3.0).containsEntry("fake", 1.5);
        assertThat(report.imagesPerSecond()).isCloseTo(8, within(1e-9)); // 4 steps of 4 in 2 s
        assertThat(report.rateFactor()).isEqualTo(0.5); // of the last step, not of the one to come
        assertThat(report.generatorRate()).isCloseTo(5e-5, within(1e-12));
    }

    @Test
    void beginsAnewAfterAReport() {
        Meter meter = new Meter(Schedule.of(OPTIONS.length(), 10), Position.START, Map.of(), OPTIONS.optimizer());
        Losses first = new Losses();
        first.put("GAN", 100);
        meter.add(first, 1);
        meter.report(new Position(1, 0, 1), 0, OptionalLong.empty());
        Losses second = new Losses();
        second.put("GAN", 2);
        meter.add(second, 1);

        assertThat(meter.report(new Position(2, 0, 2), 0, OptionalLong.empty()).losses())
                .containsExactly(Map.entry("GAN", 2.0));
    }
}
