package org.limner.trainer.rendering;

import java.util.List;
import java.util.OptionalLong;

/**
 * What all masks took with one number of styles.
 *
 * @param styles    images of one mask in one run
 * @param masks     at least one
 * @param peakBytes the most resident memory of a process that renders all masks with one graph; per graph; empty: not known
 */
public record StyleTimes(int styles, List<MaskTimes> masks, List<OptionalLong> peakBytes) {
    public StyleTimes {
        if (masks.isEmpty()) {
            throw new IllegalArgumentException("nothing was rendered");
        }
        masks = List.copyOf(masks);
        peakBytes = List.copyOf(peakBytes);
    }

    /** The median mask's time with the graph of this number. */
    public double medianSeconds(int graph) {
        return Median.of(masks.stream().mapToDouble(mask -> mask.seconds().get(graph)));
    }

    /** Geometric mean of {@link MaskTimes#ratio}. */
    public double meanRatio() {
        return Math.exp(masks.stream()
                .mapToDouble(mask -> Math.log(mask.ratio()))
                .average()
                .orElseThrow());
    }

    public double smallestRatio() {
        return masks.stream().mapToDouble(MaskTimes::ratio).min().orElseThrow();
    }

    public double largestRatio() {
        return masks.stream().mapToDouble(MaskTimes::ratio).max().orElseThrow();
    }

    /** Over all masks; NaN where one is. */
    public double maxDifference() {
        return masks.stream().mapToDouble(MaskTimes::maxDifference).reduce(0, Math::max);
    }
}
