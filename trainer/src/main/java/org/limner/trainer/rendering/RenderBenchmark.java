package org.limner.trainer.rendering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Renders the same masks and styles with each graph in turn, in this process: what disturbs one disturbs the other. */
public final class RenderBenchmark {
    private final List<GraphRunner> graphs;
    private final int rounds;
    private final long seed;

    /**
     * @param graphs one, or two to compare; opened, owned by the caller
     * @param rounds measured runs of each graph for each mask, after one that is not measured
     * @param seed   of the first style
     */
    public RenderBenchmark(List<GraphRunner> graphs, int rounds, long seed) {
        this.graphs = List.copyOf(graphs);
        this.rounds = rounds;
        this.seed = seed;
    }

    /**
     * Renders {@code styles} images of each mask in one run.
     *
     * @param progress is told of each mask
     * @throws org.limner.trainer.bundle.UnusableGraphException if a graph paints what is no number
     */
    public List<MaskTimes> run(List<RenderMask> masks, int styles, Consumer<MaskTimes> progress) {
        List<MaskTimes> times = new ArrayList<>();
        for (RenderMask mask : masks) {
            MaskTimes mine = run(mask, styles);
            progress.accept(mine);
            times.add(mine);
        }
        return times;
    }

    private MaskTimes run(RenderMask mask, int styles) {
        List<float[]> images = new ArrayList<>(); // the run that is not measured
        for (GraphRunner graph : graphs) {
            graph.prepare(mask, styles, seed);
            images.add(graph.image());
        }
        double[][] seconds = new double[graphs.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < graphs.size(); i++) {
                int graph = (round + i) % graphs.size(); // none is always the one behind the other
                seconds[graph][round] = graphs.get(graph).seconds();
            }
        }
        List<Double> medians = new ArrayList<>();
        for (double[] of : seconds) {
            medians.add(Median.of(Arrays.stream(of)));
        }
        return new MaskTimes(mask.name(), medians, maxDifference(images.get(0), images.get(images.size() - 1)));
    }

    private static double maxDifference(float[] first, float[] last) {
        double most = 0;
        for (int i = 0; i < first.length; i++) {
            most = Math.max(most, Math.abs((double) first[i] - last[i]));
        }
        return most;
    }
}
