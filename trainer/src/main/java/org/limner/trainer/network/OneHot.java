package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Label maps as the networks read them: one channel per class, then void where the data has it, then the instance edge. */
public final class OneHot {
    private OneHot() {}

    /**
     * Encodes label maps of one size.
     *
     * @param labels   one array per example, H x W row-major, each in 0 to {@code classes - 1}
     * @param edges    one array per example, H x W row-major, true at both sides of an instance border; null without instances
     * @param classes  channels for labels; void, already brought to the index behind the last class, counts as one
     * @return {@code N x (classes [+ 1]) x H x W}, float32 in {0, 1}, of {@code manager}
     * @throws IllegalArgumentException with the position of a label that has no channel
     */
    public static NDArray encode(
            NDManager manager,
            List<int[]> labels,
            @Nullable List<boolean[]> edges,
            int height,
            int width,
            int classes) {
        int pixels = height * width;
        int channels = classes + (edges == null ? 0 : 1);
        float[] values = new float[Math.multiplyExact(Math.multiplyExact(labels.size(), channels), pixels)];
        if (edges != null && edges.size() != labels.size()) {
            throw new IllegalArgumentException(labels.size() + " label maps but " + edges.size() + " edge maps");
        }
        for (int n = 0; n < labels.size(); n++) {
            int[] map = labels.get(n);
            boolean @Nullable [] edge = edges == null ? null : edges.get(n);
            if (map.length != pixels || edge != null && edge.length != pixels) {
                throw new IllegalArgumentException("example " + n + " has " + map.length + " pixels"
                        + (edge == null ? "" : " and " + edge.length + " edge pixels") + " but " + width + " x "
                        + height
                        + " has " + pixels);
            }
            int example = n * channels * pixels;
            for (int i = 0; i < pixels; i++) {
                int label = map[i];
                if (label < 0 || label >= classes) {
                    throw new IllegalArgumentException("example " + n + " has label " + label + " at (" + i % width
                            + ", " + i / width + ") but the network reads " + classes + " labels");
                }
                values[example + label * pixels + i] = 1;
                if (edge != null && edge[i]) {
                    values[example + classes * pixels + i] = 1;
                }
            }
        }
        return manager.create(values, new Shape(labels.size(), channels, height, width));
    }
}
