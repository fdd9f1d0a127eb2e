package org.limner.trainer.rendering;

import java.util.List;

/**
 * What one mask took.
 *
 * @param mask          its name
 * @param seconds       the median run of each graph, for all images of the run
 * @param maxDifference between the graphs' images, in their range of [-1, 1]; 0 where there is one graph
 */
public record MaskTimes(String mask, List<Double> seconds, double maxDifference) {
    public MaskTimes {
        seconds = List.copyOf(seconds);
    }

    /** How many times as fast as the first graph the last one is. */
    public double ratio() {
        return seconds.get(0) / seconds.get(seconds.size() - 1);
    }
}
