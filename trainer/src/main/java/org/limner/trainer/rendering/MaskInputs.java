package org.limner.trainer.rendering;

import java.util.List;
import org.limner.trainer.bundle.GraphInput;

/** What one graph reads of masks, in memory that the next mask takes over. Used by one thread. */
sealed interface MaskInputs permits OneHotInputs, WindowInputs {
    static MaskInputs of(RenderedGraph graph) {
        return switch (graph.conditioning()) {
            case ONE_HOT -> new OneHotInputs(graph.geometry());
            case LABEL_WINDOW -> new WindowInputs(graph.geometry());
        };
    }

    /** For {@code images} images of one mask. */
    List<GraphInput> of(RenderMask mask, int images);
}
