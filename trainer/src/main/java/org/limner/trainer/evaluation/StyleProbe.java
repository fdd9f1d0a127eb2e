package org.limner.trainer.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.limner.schemas.seed.GaussianStream;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.RgbImage;

/**
 * What styles do: how much of a photo the encoder keeps, and whether the generator listens.
 *
 * <p>A rendering in a photo's style resembles the photo in colour also because it has the photo's mask. So each style is
 * used on the next example's mask as well, where only the style can carry it.
 */
final class StyleProbe {
    private static final String[] CHANNELS = {"red", "green", "blue"};
    private static final double ACTIVE_VARIANCE = 0.01; // Burda et al. 2016 (arXiv 1509.00519), sec. 5.2

    private final Renderer renderer;
    private final ImageSet images;
    private final Protocol protocol;
    private final List<StyleCode> codes = new ArrayList<>();
    private final List<double[]> photos = new ArrayList<>(); // mean colours, 0 to 255
    private final List<double[]> renderings = new ArrayList<>();
    private final List<double[]> strangers = new ArrayList<>(); // renderings of the next example's mask

    StyleProbe(Renderer renderer, ImageSet images, Protocol protocol) {
        this.renderer = renderer;
        this.images = images;
        this.protocol = protocol;
    }

    /** Empty for a generator without styles. */
    List<Figure> measure() {
        List<Figure> figures = new ArrayList<>();
        if (renderer.styleSize() == 0) {
            return figures;
        }
        if (renderer.encodes()) {
            figures.addAll(encoded());
        }
        figures.add(new Figure("seedDeviation", "deviation over seeds, levels of 255", seedDeviation(), 2));
        return figures;
    }

    private List<Figure> encoded() {
        int batch = protocol.integer(ProtocolKey.BATCH_SIZE);
        for (int from = 0; from < images.size(); from += batch) {
            List<Example> examples = images.framed(from, from + batch, renderer);
            List<StyleCode> encoded = renderer.encode(examples);
            List<float[]> styles = encoded.stream().map(StyleCode::mu).toList();
            List<RgbImage> own = renderer.render(examples, styles);
            List<RgbImage> strange = renderer.render(images.framed(from + 1, from + 1 + batch, renderer), styles);
            for (int i = 0; i < Math.min(batch, images.size() - from); i++) {
                codes.add(encoded.get(i));
                photos.add(meanColor(examples.get(i).photo()));
                renderings.add(meanColor(own.get(i)));
                strangers.add(meanColor(strange.get(i)));
            }
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "klNats",
                "KL, nats per sample",
                codes.stream().mapToDouble(StyleCode::divergence).average().orElseThrow(),
                2));
        if (codes.size() > 1) {
            figures.add(new Figure("activeUnits", "active units of " + renderer.styleSize(), activeUnits(), 0));
        }
        add(
                figures,
                "colorCorrelation",
                "colour correlation with the encoded photo",
                renderings,
                StyleProbe::correlation);
        add(figures, "colorConcordance", "colour concordance with it", renderings, StyleProbe::concordance);
        add(
                figures,
                "strangeColorCorrelation",
                "colour correlation on the next photo's mask",
                strangers,
                StyleProbe::correlation);
        return figures;
    }

    /** Per channel, where there is a value: one photo, or pictures that are all of one colour, correlate with nothing. */
    private void add(List<Figure> figures, String key, String label, List<double[]> others, DoubleArrays agreement) {
        for (int channel = 0; channel < CHANNELS.length; channel++) {
            int c = channel;
            double value = agreement.of(
                    photos.stream().mapToDouble(color -> color[c]).toArray(),
                    others.stream().mapToDouble(color -> color[c]).toArray());
            if (Double.isFinite(value)) {
                figures.add(new Figure(key + "." + CHANNELS[c], label + ", " + CHANNELS[c], value, 3));
            }
        }
    }

    /** A number that two series have together. */
    private interface DoubleArrays {
        double of(double[] x, double[] y);
    }

    /** Dimensions whose mean moves with the photo. */
    private int activeUnits() {
        int active = 0;
        for (int i = 0; i < renderer.styleSize(); i++) {
            int unit = i;
            double[] means = codes.stream().mapToDouble(code -> code.mu()[unit]).toArray();
            if (variance(means) > ACTIVE_VARIANCE) {
                active++;
            }
        }
        return active;
    }

    /** Over masks, pixels and channels, the mean of the standard deviation over seeds. */
    private double seedDeviation() {
        int seeds = protocol.integer(ProtocolKey.DIVERSITY_SEEDS);
        int batch = protocol.integer(ProtocolKey.BATCH_SIZE);
        int[] chosen = new Selection("spread " + protocol.integer(ProtocolKey.DIVERSITY_MASKS)).of(images.size());
        double sum = 0;
        for (int mask : chosen) {
            Example example = images.framed(mask, mask + 1, renderer).get(0);
            double[] total = new double[3 * renderer.width() * renderer.height()];
            double[] squares = new double[total.length];
            for (int from = 1; from <= seeds; from += batch) {
                // Always a full batch, as everywhere; the seeds beyond the last are rendered for their company alone.
                List<float[]> styles = IntStream.range(from, from + batch)
                        .mapToObj(seed -> GaussianStream.sample(seed, renderer.styleSize()))
                        .toList();
                List<RgbImage> rendered = renderer.render(Collections.nCopies(batch, example), styles);
                for (RgbImage picture : rendered.subList(0, Math.min(batch, seeds - from + 1))) {
                    byte[] pixels = picture.pixels();
                    for (int i = 0; i < pixels.length; i++) {
                        int value = pixels[i] & 0xFF;
                        total[i] += value;
                        squares[i] += (double) value * value;
                    }
                }
            }
            double deviations = 0;
            for (int i = 0; i < total.length; i++) {
                deviations += Math.sqrt(Math.max(0, (squares[i] - total[i] * total[i] / seeds) / (seeds - 1)));
            }
            sum += deviations / total.length;
        }
        return sum / chosen.length;
    }

    static double[] meanColor(RgbImage image) {
        double[] sums = new double[3];
        byte[] pixels = image.pixels();
        for (int i = 0; i < pixels.length; i++) {
            sums[i % 3] += pixels[i] & 0xFF;
        }
        for (int channel = 0; channel < 3; channel++) {
            sums[channel] /= pixels.length / 3.0;
        }
        return sums;
    }

    /** Pearson's; NaN where one side does not vary. */
    static double correlation(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /**
     * Lin 1989 (Biometrics 45, eq. 2): 1 where every y is its x. Unlike Pearson's it is small when y hardly moves, which a fresh
     * generator's pictures do in step with anything.
     */
    static double concordance(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY) / (x.length - 1);
        }
        return 2 * xy / (variance(x) + variance(y) + (meanX - meanY) * (meanX - meanY));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }
}
