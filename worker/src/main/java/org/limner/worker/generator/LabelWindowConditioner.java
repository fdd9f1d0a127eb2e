package org.limner.worker.generator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.window.LabelWindowBuilder;
import org.limner.schemas.window.LabelWindows;
import org.limner.schemas.window.WindowBatch;
import org.limner.schemas.window.WindowGeometry;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** The window graph's tables: found where masks are decoded, put below each other where they are rendered. */
final class LabelWindowConditioner implements Conditioner {
    private final BundleManifest bundle;
    private final WindowGeometry geometry;
    private final ThreadLocal<LabelWindowBuilder> builders;
    private final WindowBatch tables;

    LabelWindowConditioner(BundleManifest bundle) {
        this.bundle = bundle;
        this.geometry = WindowGeometry.of(bundle);
        this.builders = ThreadLocal.withInitial(() -> new LabelWindowBuilder(geometry));
        this.tables = new WindowBatch(geometry);
    }

    @Override
    public GraphContract contract() {
        return GraphContract.labelWindow(bundle, geometry);
    }

    @Override
    public PreparedMask prepare(MaskKey mask) {
        LabelMap labels = mask.labels();
        int[] codes = new int[labels.width() * labels.height()];
        for (int y = 0; y < labels.height(); y++) {
            for (int x = 0; x < labels.width(); x++) {
                codes[y * labels.width() + x] = labels.at(x, y);
            }
        }
        mask.edges().ifPresent(edges -> addEdges(edges, codes));
        return new LabelWindowMask(mask, geometry, builders.get().build(codes));
    }

    private void addEdges(EdgeMap edges, int[] codes) {
        edges.forEachEdge((x, y) -> {
            int at = y * edges.width() + x;
            codes[at] = geometry.code(codes[at], true);
        });
    }

    @Override
    public boolean takes(PreparedMask mask) {
        return mask instanceof LabelWindowMask windows && windows.geometry().equals(geometry);
    }

    @Override
    public void addInputs(RenderBatch batch, OrtEnvironment environment, Map<String, OnnxTensor> inputs)
            throws InferenceFailedException, OrtException {
        for (WindowBatch.Input input : pack(batch)) {
            inputs.put(input.name(), OnnxTensor.createTensor(environment, input.values(), input.shape()));
        }
    }

    private List<WindowBatch.Input> pack(RenderBatch batch) throws InferenceFailedException {
        List<LabelWindows> images = batch.requests().stream()
                .map(request -> ((LabelWindowMask) request.mask()).windows())
                .toList();
        try {
            return tables.pack(images);
        } catch (IllegalArgumentException e) {
            throw new InferenceFailedException(
                    FailureKind.RESOURCES,
                    "a batch of " + batch.size() + " masks for bundle '" + bundle.name() + "@" + bundle.version()
                            + "': " + e.getMessage(),
                    e);
        }
    }
}
