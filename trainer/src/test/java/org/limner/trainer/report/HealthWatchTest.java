package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;

/** What could go wrong: an alarm at healthy noise, silence at a collapse, the same thing said at every step. */
class HealthWatchTest {
    private static final double NATS = 0.05 * 4; // the KL loss of one nat per photo, by default

    private final Random random = new Random(20261127L);

    @Test
    void isSilentWhileTheGameIsOpen() {
        // As logged on faces and scenes: each step's losses swing by half, the first by more.
        List<Notice> said = watch(
                options(),
                8_000,
                step -> losses(
                        noisy(0.5, 0.6),
                        noisy(step < 20 ? 8 + 0.6 * step : 11, 0.2),
                        noisy(0.6, 0.5) * NATS,
                        noisy(0.65, 0.5),
                        noisy(0.7, 0.5)));

        assertThat(said).isEmpty();
    }

    /** One step in twenty has the generator's losses, always the same ones. */
    @Test
    void readsLossesThatOnlySomeStepsHave() {
        List<Notice> said = watch(options(), 6_000, step -> {
            Map<String, Double> losses = losses(0.5, 10, 0.7 * NATS, 0.6, 0.7);
            if (step % 20 != 0) {
                losses.keySet().retainAll(List.of("fake", "real"));
            }
            return losses;
        });

        assertThat(said).isEmpty();
    }

    @Test
    void isSilentWhileTheFirstLayersSettle() {
        List<Notice> said = watch(
                options(),
                3_000,
                step -> step < 400
                        ? losses(0, 8, 0, 1, 1) // as drawn: nothing is told from anything
                        : losses(0.5, 10, NATS, 0.6, 0.7));

        assertThat(said).isEmpty();
    }

    @Test
    void saysOnceThatTheDiscriminatorWinsAndOnceThatItErrsAgain() {
        List<Notice> said = watch(
                options(),
                12_000,
                step -> step < 4_000 || step > 8_000
                        ? losses(0.5, 10, NATS, noisy(0.6, 0.3), noisy(0.7, 0.3))
                        : losses(2.5 + step / 1_000.0, 12, NATS, noisy(0.01, 1), noisy(0.01, 1)));

        assertThat(said).extracting(Notice::kind).containsExactly("discriminator-wins", "discriminator-wins");
        assertThat(said).extracting(Notice::over).containsExactly(false, true);
        assertThat(said.get(0).step()).isBetween(4_200L, 5_500L);
        assertThat(said.get(1).step()).isBetween(8_200L, 9_000L);
        assertThat(said.get(0).message()).contains("two-time-scales=false", "discriminator.ndf", "GAN ");
    }

    @ParameterizedTest
    @CsvSource({"hinge, 1.0, 1.0", "hinge, 1.3, 0.7", "least-squares, 0.25, 0.25", "cross-entropy, 0.6931, 0.6931"})
    void saysThatTheDiscriminatorSeesNothing(String kind, double fake, double real) {
        List<Notice> said = watch(
                options("loss.adversarial=" + kind),
                3_000,
                step -> losses(0, 8, NATS, noisy(fake, 0.01), noisy(real, 0.01)));

        assertThat(said).extracting(Notice::kind).containsExactly("discriminator-undecided");
        assertThat(said.get(0).step()).isEqualTo(HealthWatch.WARM_UP + HealthWatch.PATIENCE - 1);
    }

    @Test
    void saysThatStylesAreSilent() {
        List<Notice> said = watch(
                options(), 6_000, step -> losses(0.5, 10, noisy(step < 2_000 ? 0.6 : 0.01, 0.5) * NATS, 0.6, 0.7));

        assertThat(said).extracting(Notice::kind).containsExactly("styles-silent");
        assertThat(said.get(0).step()).isBetween(2_300L, 3_500L);
        assertThat(said.get(0).message()).contains("loss.kl (now 0.05)", "encoder.normalization=none");
    }

    @Test
    void countsNatsAsTheSumOverABatchWhereTheLossDoes() {
        double sumOf32 = 0.05 * 32; // one nat per photo
        TrainingOptions options = options("loss.kl-scaling=batch-sum", "batch-size=32");

        assertThat(watch(options, 2_000, step -> losses(0.5, 10, 0.2 * sumOf32, 0.6, 0.7)))
                .isEmpty();
        assertThat(watch(options, 2_000, step -> losses(0.5, 10, 0.05 * sumOf32, 0.6, 0.7)))
                .extracting(Notice::kind)
                .containsExactly("styles-silent");
    }

    @Test
    void doesNotMissStylesThatAreSwitchedOff() {
        assertThat(watch(options("loss.kl=0"), 2_000, step -> losses(0.5, 10, 0, 0.6, 0.7)))
                .isEmpty();
        assertThat(watch(options("generator.input=label"), 2_000, step -> Map.of("fake", 0.6, "real", 0.7)))
                .isEmpty();
    }

    @Test
    void saysThatAnyDistanceBetweenImagesExplodes() {
        List<Notice> said = watch(options(), 4_000, step -> {
            Map<String, Double> losses = losses(0.5, noisy(step < 2_000 ? 10 : 60, 0.3), NATS, 0.6, 0.7);
            losses.put("perceptual", step < 3_000 ? 3.0 : 30.0);
            return losses;
        });

        assertThat(said).extracting(Notice::kind).containsExactly("feature-explodes", "perceptual-explodes");
        assertThat(said.get(0).message()).contains("loss.feature-matching", "times the lowest");
        assertThat(said.get(1).message()).contains("loss.perceptual");
    }

    @Test
    void doesNotJudgeACriticWithoutAScale() {
        assertThat(watch(options("loss.adversarial=wasserstein"), 3_000, step -> losses(0, 8, NATS, 0, 0)))
                .isEmpty();
    }

    private static List<Notice> watch(TrainingOptions options, long steps, LongFunction<Map<String, Double>> losses) {
        HealthWatch watch = new HealthWatch(options);
        List<Notice> said = new ArrayList<>();
        for (long step = 1; step <= steps; step++) {
            said.addAll(watch.after(step, losses.apply(step)));
        }
        return said;
    }

    /** Around {@code mean}, most of it within {@code spread} times as much. */
    private double noisy(double mean, double spread) {
        return mean * Math.max(0, 1 + spread * random.nextGaussian());
    }

    private static Map<String, Double> losses(double gan, double feature, double kl, double fake, double real) {
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("GAN", gan);
        losses.put("feature", feature);
        losses.put("KL", kl);
        losses.put("fake", fake);
        losses.put("real", real);
        return losses;
    }

    private static TrainingOptions options(String... assignments) {
        Settings settings = Settings.defaults();
        for (String assignment : assignments) {
            settings = settings.with(assignment);
        }
        return TrainingOptions.of(settings);
    }
}
