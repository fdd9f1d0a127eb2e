package org.limner.trainer.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.bundle.LabelWindowInputs;
import org.limner.trainer.bundle.SegmentationInput;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.weights.WeightTensor;

/** One random mask as a graph reads it, whichever its conditioning. */
public final class MaskInputs {
    private MaskInputs() {}

    /** Labels all over, on edges here and there where {@code edges}; by the names of {@code session}'s inputs. */
    public static Map<String, WeightTensor> of(GraphSession session, GeneratorShape shape, boolean edges) {
        Random random = new Random(8);
        int pixels = shape.width() * shape.height();
        int[] labels =
                random.ints(pixels, 0, shape.inputChannels() - (edges ? 1 : 0)).toArray();
        boolean[] borders = new boolean[pixels];
        for (int i = 0; i < pixels; i++) {
            borders[i] = random.nextInt(8) == 0;
        }
        List<boolean[]> read = edges ? List.of(borders) : null;
        if (!session.inputs().containsKey("segmentation")) {
            return LabelWindowInputs.of(List.of(labels), read, LabelWindowGraph.geometry(shape, edges));
        }
        Map<String, WeightTensor> inputs = new LinkedHashMap<>();
        inputs.put(
                "segmentation",
                SegmentationInput.of(List.of(labels), read, shape.inputChannels(), shape.width(), shape.height()));
        return inputs;
    }
}
