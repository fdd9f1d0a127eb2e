package org.limner.trainer.bundle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.weights.WeightTensor;

/** What a bundle's generator reads of masks, whichever its conditioning. */
public final class ConditionInputs {
    private ConditionInputs() {}

    /**
     * @param labels   one map {@code height x width} of channel indices per image
     * @param edges    likewise; null: the generator reads none
     * @param geometry of the generator
     * @return tensors by the names of the graph's inputs
     */
    public static Map<String, WeightTensor> of(
            Conditioning conditioning, List<int[]> labels, @Nullable List<boolean[]> edges, WindowGeometry geometry) {
        int channels = geometry.labels() + (geometry.edges() ? 1 : 0);
        return conditioning == Conditioning.LABEL_WINDOW
                ? LabelWindowInputs.of(labels, edges, geometry)
                : Map.of(
                        "segmentation",
                        SegmentationInput.of(labels, edges, channels, geometry.width(), geometry.height()));
    }
}
