package org.limner.worker.style;

/**
 * What an encoder says about a photograph: a normal distribution over z with a diagonal covariance. Owned by the receiver.
 *
 * @param mu     its mean, {@code Z} float32 numbers
 * @param logvar natural logarithm of its variance, {@code Z} float32 numbers
 */
@SuppressWarnings("ArrayRecordComponent")
public record StyleEncoding(float[] mu, float[] logvar) {
    public StyleEncoding {
        if (mu.length != logvar.length) {
            throw new IllegalArgumentException(
                    "encoder gave " + mu.length + " means but " + logvar.length + " variances");
        }
    }

    /** mu + exp(logvar / 2) * eps, in double with {@link StrictMath}, rounded to float32: the same on every machine. */
    float[] sample(float[] eps) {
        float[] z = new float[mu.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) (mu[i] + StrictMath.exp(logvar[i] / 2.0) * eps[i]);
        }
        return z;
    }
}
