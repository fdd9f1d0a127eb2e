package org.limner.trainer.evaluation;

/** What a photo was encoded to: a normal distribution with independent dimensions, Z means and Z log-variances. Not written to. */
public final class StyleCode {
    private final float[] mu;
    private final float[] logvar;

    /**
     * @param mu     {@code Z} means, taken over
     * @param logvar {@code Z} natural logarithms of variances, taken over
     */
    public StyleCode(float[] mu, float[] logvar) {
        if (mu.length != logvar.length) {
            throw new IllegalArgumentException(mu.length + " means but " + logvar.length + " variances");
        }
        this.mu = mu;
        this.logvar = logvar;
    }

    float[] mu() {
        return mu;
    }

    float[] logvar() {
        return logvar;
    }

    /** The divergence from standard normal, in nats: Kingma and Welling 2013 (arXiv 1312.6114), appendix B. */
    double divergence() {
        double sum = 0;
        for (int i = 0; i < mu.length; i++) {
            sum += (double) mu[i] * mu[i] + Math.exp(logvar[i]) - 1 - logvar[i];
        }
        return sum / 2;
    }
}
