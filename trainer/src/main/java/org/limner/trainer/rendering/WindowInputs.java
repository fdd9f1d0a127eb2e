package org.limner.trainer.rendering;

import java.util.Collections;
import java.util.List;
import org.limner.schemas.window.LabelWindowBuilder;
import org.limner.schemas.window.WindowBatch;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.bundle.GraphInput;

/** The tables of {@code label-window} graphs. */
final class WindowInputs implements MaskInputs {
    private final LabelWindowBuilder builder;
    private final WindowBatch batch;

    WindowInputs(WindowGeometry geometry) {
        builder = new LabelWindowBuilder(geometry);
        batch = new WindowBatch(geometry);
    }

    @Override
    public List<GraphInput> of(RenderMask mask, int images) {
        return batch.pack(Collections.nCopies(images, builder.build(mask.codes()))).stream()
                .map(input -> new GraphInput(input.name(), input.values(), input.shape()))
                .toList();
    }
}
