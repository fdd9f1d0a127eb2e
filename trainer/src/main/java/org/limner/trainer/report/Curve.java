package org.limner.trainer.report;

import java.util.List;

/**
 * A number over the steps of a training, as many points as were logged, and the fewer that are drawn of them.
 *
 * @param name   of what it is
 * @param points by rising step; values that are no numbers are left out
 */
record Curve(String name, List<Point> points) {
    /** Half a smoothing window is this part of the whole: wide enough to calm, narrow enough to show a turn. */
    private static final int WINDOWS = 50;

    /** One value. */
    record Point(double step, double value) {}

    /**
     * Neighbouring points as one.
     *
     * @param step     their mean
     * @param smoothed mean over a window around them
     * @param least    of their values
     * @param most     of their values
     */
    record Stretch(double step, double smoothed, double least, double most) {}

    Curve {
        points = points.stream().filter(point -> Double.isFinite(point.value())).toList();
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    double last() {
        return points.get(points.size() - 1).value();
    }

    /** The whole curve in at most {@code most} stretches of about as many points each. */
    List<Stretch> thinned(int most) {
        int size = points.size();
        double[] sums = new double[size + 1];
        for (int i = 0; i < size; i++) {
            sums[i + 1] = sums[i] + points.get(i).value();
        }
        int half = size / WINDOWS;
        int count = Math.min(most, size);
        Stretch[] stretches = new Stretch[count];
        for (int k = 0; k < count; k++) {
            int from = (int) ((long) k * size / count);
            int to = (int) ((long) (k + 1) * size / count); // at least one after from
            int reach = Math.min(half, Math.min(from, size - to)); // symmetric, so that the ends do not lag
            List<Point> merged = points.subList(from, to);
            stretches[k] = new Stretch(
                    merged.stream().mapToDouble(Point::step).average().orElseThrow(),
                    (sums[to + reach] - sums[from - reach]) / (to - from + 2 * reach),
                    merged.stream().mapToDouble(Point::value).min().orElseThrow(),
                    merged.stream().mapToDouble(Point::value).max().orElseThrow());
        }
        return List.of(stretches);
    }

    /** The value that {@code part} of the points, from 0 to 1, do not exceed. */
    double quantile(double part) {
        double[] sorted = points.stream().mapToDouble(Point::value).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    }
}
