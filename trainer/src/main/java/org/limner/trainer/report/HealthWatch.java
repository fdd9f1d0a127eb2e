package org.limner.trainer.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.loss.KullbackLeiblerLoss;

/**
 * Notices from the losses alone that a training goes wrong while all its numbers are still numbers, and that it has
 * recovered. Says each once.
 *
 * <p>A step's losses jump about, so nothing is read off one: they are averaged over about {@value #HORIZON} steps, nothing
 * is said in the first {@value #WARM_UP} of a process, and what is said has held for {@value #PATIENCE} in a row. The
 * discriminator's two losses are compared with what the best constant answer pays together, which is what a discriminator
 * pays that sees no difference: 2 for hinge (score 0), 1/2 for least squares (score 1/2), 2 ln 2 for cross entropy (logit
 * 0). A Wasserstein critic's scores have no scale, so its game is not watched.
 */
public final class HealthWatch {
    /** Twice a log's usual hundred steps: an average that a single bad batch of four does not move past a limit. */
    static final int HORIZON = 200;

    /** By then the first layers are no longer as drawn; on faces at 64 x 64, game and styles stood within 300. */
    static final int WARM_UP = 500;

    static final int PATIENCE = 200;

    /**
     * Of the constant answer's price. Below it nearly every patch lies beyond the margin, where hinge has no gradient left:
     * the near-zero loss that Brock et al. 2019 (arXiv 1809.11096), sec. 4.2, saw before collapse. Healthy runs here paid
     * 0.4 of it and more.
     */
    static final double WON = 0.05;

    /** Of the constant answer's price. A discriminator that is right about anything pays less. */
    static final double UNDECIDED = 0.99;

    /**
     * Nats per photograph. The divergence bounds what a style can tell about its photograph (Hoffman and Johnson 2016, "ELBO
     * surgery"); to tell two kinds apart takes ln 2 = 0.69, and a tenth tells nothing one could see.
     */
    static final double SILENT_NATS = 0.1;

    /**
     * Times its own lowest average after the warm-up. Distances between images should fall; they rise while a discriminator's
     * features become lively (13 to 20 within 20 steps on faces), which the warm-up passes over.
     */
    static final double EXPLODED = 4;

    private static final String GAN = "GAN";
    private static final String KL = "KL";
    private static final String FAKE = "fake";
    private static final String REAL = "real";
    /** All others are distances between images: feature matching, perceptual, and what comes. */
    private static final Set<String> NO_DISTANCES = Set.of(GAN, KL, FAKE, REAL);

    private static final double KEEP = 1 - 1.0 / HORIZON;

    private final OptionalDouble constantAnswer;
    private final OptionalDouble natsPerKl;
    private final String klSetting;
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private final Map<String, Double> weights = new LinkedHashMap<>(); // by name, since not every step has every loss
    private final Map<String, Double> lowest = new LinkedHashMap<>();
    private final Map<String, Symptom> symptoms = new LinkedHashMap<>();
    private long seen;

    public HealthWatch(TrainingOptions options) {
        constantAnswer = constantAnswer(options.loss().adversarial());
        natsPerKl = natsPerKl(options);
        klSetting = "loss.kl (now " + options.loss().kl() + ")";
        symptoms.put(
                "discriminator-wins", new Symptom(this::wins, this::sayWins, () -> "the discriminator errs again"));
        symptoms.put(
                "discriminator-undecided",
                new Symptom(this::undecided, this::sayUndecided, () -> "the discriminator sees differences again"));
        symptoms.put(
                "styles-silent", new Symptom(this::silent, this::saySilent, () -> "styles tell of their photos again"));
    }

    private static OptionalDouble constantAnswer(TrainingOptions.Adversarial kind) {
        return switch (kind) {
            case HINGE -> OptionalDouble.of(2);
            case LEAST_SQUARES -> OptionalDouble.of(0.5);
            case CROSS_ENTROPY -> OptionalDouble.of(2 * Math.log(2));
            case WASSERSTEIN -> OptionalDouble.empty();
        };
    }

    /**
     * What the logged loss is to be multiplied with; empty without styles, and without a weight to see them by. With free nats the
     * loss never falls below what they cost, so silence cannot be told from styles that hold just those.
     */
    private static OptionalDouble natsPerKl(TrainingOptions options) {
        double weight = options.loss().kl();
        if (!options.network().readsStyle() || weight == 0 || options.loss().klFree() >= SILENT_NATS) {
            return OptionalDouble.empty();
        }
        int summed = options.loss().klScaling() == KullbackLeiblerLoss.Scaling.BATCH_SUM
                ? options.optimizer().batchSize()
                : KullbackLeiblerLoss.REFERENCE_BATCH;
        return OptionalDouble.of(1 / (weight * summed));
    }

    /**
     * Takes in a step.
     *
     * @param step   taken in all, with this one
     * @param losses of this step by name; finite
     * @return what there is to say after it, mostly nothing
     */
    public List<Notice> after(long step, Map<String, Double> losses) {
        seen++;
        losses.forEach((name, loss) -> {
            sums.merge(name, (1 - KEEP) * loss, (old, now) -> KEEP * old + now);
            weights.merge(name, 1 - KEEP, (old, now) -> KEEP * old + now);
        });
        if (seen < WARM_UP) {
            return List.of();
        }
        for (String name : losses.keySet()) {
            if (!NO_DISTANCES.contains(name)) {
                lowest.merge(name, mean(name), Math::min);
                symptoms.computeIfAbsent(
                        name + "-explodes",
                        kind -> new Symptom(
                                () -> exploded(name), () -> sayExploded(name), () -> name + " has come down again"));
            }
        }
        List<Notice> notices = new ArrayList<>();
        symptoms.forEach((kind, symptom) -> {
            if (symptom.changed()) {
                notices.add(new Notice(step, kind, !symptom.said, symptom.sentence()));
            }
        });
        return notices;
    }

    /** Over the last {@value #HORIZON} steps or so; the division undoes the average's start at zero. */
    private double mean(String name) {
        return sums.getOrDefault(name, Double.NaN) / weights.getOrDefault(name, 1.0); // NaN is beyond no limit
    }

    private double discriminatorPays() {
        return constantAnswer.isPresent() ? (mean(FAKE) + mean(REAL)) / constantAnswer.getAsDouble() : Double.NaN;
    }

    private boolean wins() {
        return discriminatorPays() < WON;
    }

    private boolean undecided() {
        return discriminatorPays() > UNDECIDED;
    }

    private double nats() {
        return natsPerKl.isPresent() ? mean(KL) * natsPerKl.getAsDouble() : Double.NaN;
    }

    private boolean silent() {
        return nats() < SILENT_NATS;
    }

    private boolean exploded(String name) {
        return mean(name) > EXPLODED * lowest.getOrDefault(name, Double.NaN);
    }

    private String game() {
        return "fake %.3f, real %.3f, %s %.3f; a constant answer pays %.2f"
                .formatted(mean(FAKE), mean(REAL), GAN, mean(GAN), constantAnswer.orElse(Double.NaN));
    }

    private String sayWins() {
        return "the discriminator tells every fake from a photo (" + game()
                + "), so the generator learns little from it."
                + " Usually helps: two-time-scales=false, a lower learning-rate, a smaller discriminator.ndf, a higher"
                + " loss.feature-matching, more data.";
    }

    private String sayUndecided() {
        return "the discriminator sees no difference between fakes and photos (" + game() + "), so the generator learns"
                + " nothing from it. Usually helps: two-time-scales=true, a larger discriminator.ndf, a larger batch-size,"
                + " a higher learning-rate if the losses hardly move, a lower one if they jump.";
    }

    private String saySilent() {
        return ("styles tell nothing about their photos (%.3f nats per photo; two kinds take %.2f), so every style will"
                        + " look the same. Usually helps: a lower %s, encoder.normalization=none, a larger encoder.nef; where"
                        + " one look is enough, generator.input=label needs no styles.")
                .formatted(nats(), Math.log(2), klSetting);
    }

    private String sayExploded(String name) {
        return ("the loss '%s' is %.3g, %.1f times the lowest it was (%.3g). Usually helps: going on from an earlier"
                        + " checkpoint with a lower learning-rate, a larger batch-size, or a lower weight loss.%s.")
                .formatted(
                        name,
                        mean(name),
                        mean(name) / lowest.get(name),
                        lowest.get(name),
                        name.equals("feature") ? "feature-matching" : name);
    }

    /** One kind of trouble: whether it is there, and whether that has been said. */
    private static final class Symptom {
        private final BooleanSupplier present;
        private final Supplier<String> begun;
        private final Supplier<String> over;
        private boolean said;
        private int otherwise; // steps in a row that differ from what was said last

        Symptom(BooleanSupplier present, Supplier<String> begun, Supplier<String> over) {
            this.present = present;
            this.begun = begun;
            this.over = over;
        }

        /** Once per step; true when it is time to say {@link #sentence}. */
        boolean changed() {
            otherwise = present.getAsBoolean() == said ? 0 : otherwise + 1;
            if (otherwise < PATIENCE) {
                return false;
            }
            otherwise = 0;
            said = !said;
            return true;
        }

        String sentence() {
            return said ? begun.get() : over.get();
        }
    }
}
