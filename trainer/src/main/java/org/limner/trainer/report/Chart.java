package org.limner.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws curves over steps as one SVG: a faint band from the least to the largest value, a line through the smoothed ones,
 * axes with round numbers. Colours are classes of the page's style sheet, so light and dark are its business.
 *
 * <p>The value axis is logarithmic where everything is positive and spans more than a factor of {@value #LINEAR_FACTOR}; it
 * leaves out the most extreme hundredth at either end, which would flatten all else.
 */
final class Chart {
    private static final int WIDTH = 560; // of the view box: user units, which the page scales
    private static final int HEIGHT = 230;
    private static final int LEFT = 52;
    private static final int RIGHT = 10;
    private static final int TOP = 10;
    private static final int BOTTOM = 26;
    private static final int STRETCHES = 280; // about one per two units of width
    private static final int TICKS = 5;
    private static final double LINEAR_FACTOR = 30;
    private static final double EXTREMES = 0.01;

    private final List<Curve> curves;
    private final double firstStep;
    private final double lastStep;
    private final boolean logarithmic;
    private final double low;
    private final double high;

    /** @param curves at least one, none empty */
    Chart(List<Curve> curves) {
        this.curves = List.copyOf(curves);
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            first = Math.min(first, curve.points().get(0).step());
            last = Math.max(last, curve.points().get(curve.points().size() - 1).step());
            least = Math.min(least, curve.quantile(EXTREMES));
            most = Math.max(most, curve.quantile(1 - EXTREMES));
        }
        firstStep = first;
        lastStep = last > first ? last : first + 1;
        logarithmic = least > 0 && most > LINEAR_FACTOR * least;
        if (most == least) { // a constant, in the middle
            double room = most == 0 ? 1 : Math.abs(most) / 2;
            low = least - room;
            high = most + room;
        } else if (logarithmic) {
            low = least / 1.1;
            high = most * 1.1;
        } else {
            double margin = 0.06 * (most - least);
            low = least >= 0 ? Math.max(0, least - margin) : least - margin;
            high = most + margin;
        }
    }

    boolean logarithmic() {
        return logarithmic;
    }

    /** @param label for those who do not see it; escaped already */
    String svg(String label) {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n", WIDTH, HEIGHT, label));
        for (double tick : valueTicks()) {
            line(svg, "grid", LEFT, y(tick), WIDTH - RIGHT, y(tick));
            text(svg, "value", LEFT - 6, y(tick) + 4, number(tick));
        }
        for (double tick : linearTicks(firstStep, lastStep)) {
            line(svg, "tick", x(tick), HEIGHT - BOTTOM, x(tick), HEIGHT - BOTTOM + 4);
            text(svg, "step", x(tick), HEIGHT - 8, number(tick));
        }
        line(svg, "axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        for (int i = 0; i < curves.size(); i++) {
            draw(svg, curves.get(i), i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, Curve curve, int color) {
        List<Curve.Stretch> stretches = curve.thinned(STRETCHES);
        if (stretches.size() == 1) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"dot c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n",
                    color,
                    x(stretches.get(0).step()),
                    y(stretches.get(0).smoothed())));
            return;
        }
        StringBuilder band = new StringBuilder();
        for (Curve.Stretch stretch : stretches) {
            point(band, stretch.step(), stretch.most());
        }
        for (int i = stretches.size() - 1; i >= 0; i--) {
            point(band, stretches.get(i).step(), stretches.get(i).least());
        }
        StringBuilder smooth = new StringBuilder();
        for (Curve.Stretch stretch : stretches) {
            point(smooth, stretch.step(), stretch.smoothed());
        }
        svg.append("<polygon class=\"band c")
                .append(color)
                .append("\" points=\"")
                .append(band)
                .append("\"/>\n");
        svg.append("<polyline class=\"line c")
                .append(color)
                .append("\" points=\"")
                .append(smooth)
                .append("\"/>\n");
    }

    private void point(StringBuilder points, double step, double value) {
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(step), y(value)));
    }

    private double x(double step) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (step - firstStep) / (lastStep - firstStep);
    }

    /** Values beyond the axis run along its edge. */
    private double y(double value) {
        double part = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * Math.max(0, Math.min(1, part));
    }

    private List<Double> valueTicks() {
        if (!logarithmic) {
            return linearTicks(low, high);
        }
        double[] steps = high / low > 1000 ? new double[] {1} : new double[] {1, 3};
        List<Double> ticks = new ArrayList<>();
        for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
            for (double step : steps) {
                if (decade * step >= low && decade * step <= high) {
                    ticks.add(decade * step);
                }
            }
        }
        return ticks;
    }

    /** Multiples of 1, 2 or 5 times a power of ten. */
    private static List<Double> linearTicks(double from, double to) {
        double raw = (to - from) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step =
                raw / power <= 1 ? power : raw / power <= 2 ? 2 * power : raw / power <= 5 ? 5 * power : 10 * power;
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static void line(StringBuilder svg, String kind, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                kind,
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, String kind, double x, double y, String text) {
        svg.append(
                String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", kind, x, y, text));
    }

    /** With as many digits as a person reads: 12,000 as 12k, a rate as 2e-4. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 1e6) {
            return trimmed(value / 1e6, 2) + "M";
        }
        if (size >= 1e4) {
            return trimmed(value / 1e3, 1) + "k";
        }
        if (size >= 100) {
            return trimmed(value, 0);
        }
        if (size >= 1e-2) {
            return trimmed(value, size >= 10 ? 1 : 3);
        }
        int exponent = (int) Math.floor(Math.log10(size) + 1e-9);
        return trimmed(value / Math.pow(10, exponent), 1) + "e" + exponent;
    }

    private static String trimmed(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
