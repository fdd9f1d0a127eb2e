package org.limner.trainer.evaluation;

import java.util.regex.Pattern;
import org.limner.schemas.job.Style;
import org.limner.schemas.seed.GaussianStream;

/**
 * Which style a mask is rendered in: {@code encoded-mu}, its photo's; {@code encoded-sample}, one from around it; {@code
 * seed N}, the same for all; {@code seed per image}, one of its own. Seeds of images are those that a job whose id is the
 * picture's name would get, so a worker renders the same.
 */
public record StyleRule(String rule) {
    private static final String MU = "encoded-mu";
    private static final String SAMPLE = "encoded-sample";
    private static final String PER_IMAGE = "seed per image";
    private static final Pattern SEED = Pattern.compile("seed ([0-9]{1,16})");

    public StyleRule {
        boolean named = rule.equals(MU) || rule.equals(SAMPLE) || rule.equals(PER_IMAGE);
        if (!named && !(SEED.matcher(rule).matches() && seed(rule) <= Style.LARGEST_SEED)) {
            throw new IllegalArgumentException(
                    "must be encoded-mu, encoded-sample, 'seed per image' or 'seed N' with N from 0 to "
                            + Style.LARGEST_SEED);
        }
    }

    private static long seed(String rule) {
        return Long.parseLong(rule.substring(rule.indexOf(' ') + 1));
    }

    /** Whether it needs what photos are encoded to. */
    boolean encodes() {
        return rule.equals(MU) || rule.equals(SAMPLE);
    }

    /** The style of a mask; for rules that {@link #encodes} not. */
    float[] drawn(String picture, int styleSize) {
        long seed = rule.equals(PER_IMAGE) ? GaussianStream.derivedSeed(picture, 0) : seed(rule);
        return GaussianStream.sample(seed, styleSize);
    }

    /** The style of a mask from what its photo was encoded to; for rules that {@link #encodes}. */
    float[] encoded(String picture, StyleCode code) {
        float[] style = code.mu().clone();
        if (rule.equals(SAMPLE)) {
            float[] eps = GaussianStream.sample(GaussianStream.derivedSeed(picture, 0), style.length);
            for (int i = 0; i < style.length; i++) {
                style[i] += (float) (eps[i] * Math.exp(code.logvar()[i] / 2));
            }
        }
        return style;
    }
}
