package org.limner.worker.style;

/**
 * Between two vectors along the arc of a great circle (Shoemake 1985; for style vectors White 2016, arXiv:1609.04468):
 *
 * <pre>sin((1 - at) w) / sin(w) * from  +  sin(at w) / sin(w) * to,   w the angle between them</pre>
 *
 * <p>Normal vectors of many numbers lie near a sphere; so does what this gives, whereas the middle of the straight line
 * between two of them is nearer to zero than any vector the generator has seen.
 */
final class SphericalInterpolation {
    /**
     * Below this the arc is as good as straight (to 1e-12 of its length), or, for opposite vectors, goes nobody knows
     * where: the angle's own error is about 1e-8.
     */
    private static final double SMALLEST_SINE = 1e-6;

    private SphericalInterpolation() {}

    /**
     * In double with {@link StrictMath}, rounded to float32: the same on every machine. The ends are exactly {@code from}
     * and {@code to}. Where there is no arc, since one vector is zero or they are parallel or opposite, the straight line is
     * taken; between opposite vectors it passes zero.
     *
     * @param at 0 to 1
     */
    static float[] between(float[] from, float[] to, double at) {
        if (from.length != to.length) {
            throw new IllegalArgumentException(
                    "vectors of " + from.length + " and " + to.length + " numbers have nothing between them");
        }
        if (at == 0 || at == 1) {
            return (at == 0 ? from : to).clone();
        }
        double angle = angle(from, to);
        double sine = StrictMath.sin(angle);
        boolean arc = sine > SMALLEST_SINE; // false for no number, as with a zero vector
        double ofFrom = arc ? StrictMath.sin((1 - at) * angle) / sine : 1 - at;
        double ofTo = arc ? StrictMath.sin(at * angle) / sine : at;
        float[] between = new float[from.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = (float) (ofFrom * from[i] + ofTo * to[i]);
        }
        return between;
    }

    private static double angle(float[] one, float[] other) {
        double dot = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < one.length; i++) {
            dot += (double) one[i] * other[i];
            squares += (double) one[i] * one[i];
            otherSquares += (double) other[i] * other[i];
        }
        double cosine = dot / (StrictMath.sqrt(squares) * StrictMath.sqrt(otherSquares));
        return StrictMath.acos(Math.max(-1, Math.min(1, cosine)));
    }
}
