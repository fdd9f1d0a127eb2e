package org.limner.trainer.report;

import org.limner.trainer.config.TrainingOptions;

/** What a loss means, in a sentence for somebody who watches it. */
final class LossGuide {
    private final TrainingOptions options;

    LossGuide(TrainingOptions options) {
        this.options = options;
    }

    /** @param name as in the log; of one it does not know it says no more than that the generator pays it */
    String explain(String name) {
        return switch (name) {
            case "GAN" ->
                "What the generator pays for fakes that the discriminator sees through; it swings with the"
                        + " discriminator's skill and need not fall. "
                        + switch (options.loss().adversarial()) {
                            case HINGE ->
                                "Hinge: minus the mean score of the fakes; above 1 they are all seen through.";
                            case LEAST_SQUARES -> "Least squares: 0 when fakes score 1, 0.25 when nobody can tell.";
                            case CROSS_ENTROPY -> "Cross entropy: 0.69 when nobody can tell.";
                            case WASSERSTEIN ->
                                "Wasserstein: minus the mean score of the fakes, on the critic's own scale.";
                        };
            case "feature" ->
                "How far fakes are from their photos in the discriminator's features, times"
                        + " loss.feature-matching; it rises while those features become lively, then should fall slowly.";
            case "perceptual" ->
                "How far fakes are from their photos in the features of a network that has seen many"
                        + " photos; it should fall.";
            case "KL" ->
                "How much the styles tell of their photos (their divergence from standard normal, times loss.kl);"
                        + " at 0 they tell nothing and every style looks the same.";
            case "fake" -> "What the discriminator pays for fakes it takes for photos.";
            case "real" -> "What the discriminator pays for photos it takes for fakes.";
            default -> "A part of what the generator pays.";
        };
    }

    /** How the discriminator's two losses are read together. */
    String explainGame() {
        return switch (options.loss().adversarial()) {
            case HINGE -> "Both near 1: it sees no difference. Both near 0: it sees through everything.";
            case LEAST_SQUARES -> "Both near 0.25: it sees no difference. Both near 0: it sees through everything.";
            case CROSS_ENTROPY -> "Both near 0.69: it sees no difference. Both near 0: it sees through everything.";
            case WASSERSTEIN -> "Minus their sum estimates how far fakes are from photos, on the critic's own scale.";
        };
    }
}
