package org.limner.trainer.bundle;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.weights.WeightTensor;

/** What a bundle's generator reads as {@code segmentation}. */
public final class SegmentationInput {
    private SegmentationInput() {}

    /**
     * @param labels   N maps {@code height x width} of channel indices
     * @param edges    N maps {@code height x width}; null: the generator reads none
     * @param channels C, with the one of the edges
     * @return {@code N x C x height x width}, one-hot, with the edges last where they are read
     */
    public static WeightTensor of(
            List<int[]> labels, @Nullable List<boolean[]> edges, int channels, int width, int height) {
        int plane = width * height;
        float[] values = new float[labels.size() * channels * plane];
        for (int n = 0; n < labels.size(); n++) {
            int start = n * channels * plane;
            int[] map = labels.get(n);
            for (int i = 0; i < plane; i++) {
                values[start + map[i] * plane + i] = 1;
                if (edges != null && edges.get(n)[i]) {
                    values[start + (channels - 1) * plane + i] = 1;
                }
            }
        }
        return WeightTensor.of(values, labels.size(), channels, height, width);
    }
}
