package org.limner.trainer.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.window.LabelWindowBuilder;
import org.limner.schemas.window.LabelWindows;
import org.limner.schemas.window.WindowBatch;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.weights.ElementType;
import org.limner.trainer.weights.WeightTensor;

/** What a {@code label-window} generator reads of masks. */
public final class LabelWindowInputs {
    private LabelWindowInputs() {}

    /**
     * @param labels one map {@code height x width} of channel indices per image; images of one mask hold the same array
     * @param edges  likewise; null: the generator reads none
     * @return int32 tensors by the names of the graph's inputs
     */
    public static Map<String, WeightTensor> of(
            List<int[]> labels, @Nullable List<boolean[]> edges, WindowGeometry geometry) {
        LabelWindowBuilder builder = new LabelWindowBuilder(geometry);
        List<LabelWindows> windows = new ArrayList<>();
        for (int n = 0; n < labels.size(); n++) {
            int first = firstOfSameMask(labels, edges, n);
            windows.add(
                    first < n
                            ? windows.get(first)
                            : builder.build(codes(labels.get(n), edges == null ? null : edges.get(n), geometry)));
        }
        Map<String, WeightTensor> inputs = new LinkedHashMap<>();
        for (WindowBatch.Input input : new WindowBatch(geometry).pack(windows)) {
            long[] values = new long[input.values().remaining()];
            for (int i = 0; i < values.length; i++) {
                values[i] = input.values().get(i);
            }
            inputs.put(input.name(), WeightTensor.of(ElementType.I32, values, input.shape()));
        }
        return inputs;
    }

    private static int firstOfSameMask(List<int[]> labels, @Nullable List<boolean[]> edges, int n) {
        int first = 0;
        while (labels.get(first) != labels.get(n) || edges != null && edges.get(first) != edges.get(n)) {
            first++;
        }
        return first;
    }

    /** {@code H x W} codes, see {@link WindowGeometry#code}. */
    public static int[] codes(int[] labels, boolean @Nullable [] edges, WindowGeometry geometry) {
        int[] codes = new int[labels.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = geometry.code(labels[i], edges != null && edges[i]);
        }
        return codes;
    }
}
