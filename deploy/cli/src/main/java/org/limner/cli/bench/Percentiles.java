package org.limner.cli.bench;

import java.util.Collection;

/**
 * Of milliseconds. Each is a value that was measured: the smallest that at least so many percent do not exceed.
 *
 * @param p50 all are NaN when nothing was measured
 */
record Percentiles(double p50, double p90, double p99, double max) {

    static Percentiles of(Collection<Double> milliseconds) {
        double[] sorted =
                milliseconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Percentiles(at(sorted, 50), at(sorted, 90), at(sorted, 99), at(sorted, 100));
    }

    private static double at(double[] sorted, int percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
