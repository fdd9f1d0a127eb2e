package org.limner.trainer.onnx;

import java.util.HashMap;
import java.util.Map;
import org.limner.trainer.onnx.OnnxGraph.Value;

/** The segmentation at each size that blocks work at, shrunk once per size however many blocks read it. */
final class SegmentationPyramid {
    private final OnnxGraph graph;
    private final Value segmentation;
    private final int width;
    private final Map<Integer, Value> byWidth = new HashMap<>();

    /** {@code segmentation: N x L x H x W} with W = {@code width}. */
    SegmentationPyramid(OnnxGraph graph, Value segmentation, int width) {
        this.graph = graph;
        this.segmentation = segmentation;
        this.width = width;
        byWidth.put(width, segmentation);
    }

    /** {@code N x L x h x w}; {@code w} is the full width halved a whole number of times, which makes the scale exact. */
    Value at(int w) {
        return byWidth.computeIfAbsent(w, key -> graph.nearest("segmentation." + w, segmentation, (float) w / width));
    }
}
