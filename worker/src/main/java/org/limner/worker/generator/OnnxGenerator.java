package org.limner.worker.generator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** Renders with a bundle's plain graph ({@code one-hot}) in ONNX Runtime. */
final class OnnxGenerator implements Generator {
    private final ModelBundle bundle;
    private final BundleManifest manifest;
    private final OnnxGraph graph;
    private final OneHotBatch segmentation;
    private final SharedMasks masks = new SharedMasks();

    private OnnxGenerator(ModelBundle bundle, OnnxGraph graph) {
        this.bundle = bundle;
        this.manifest = bundle.manifest();
        this.graph = graph;
        this.segmentation = new OneHotBatch(manifest);
    }

    /** Throws {@link org.limner.worker.bundle.BundleRefusedException} when the graph is not what the manifest says. */
    static OnnxGenerator open(ModelBundle bundle, SessionSettings settings) {
        return new OnnxGenerator(bundle, OnnxGraph.open(bundle, GraphContract.oneHot(bundle.manifest()), settings));
    }

    @Override
    public PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) throws InferenceFailedException {
        if (labels.width() != manifest.width() || labels.height() != manifest.height()) {
            throw mismatch("a label map of " + labels.width() + " x " + labels.height());
        }
        if (labels.classes() != manifest.labels().size()) {
            throw mismatch("a label map of " + labels.classes() + " classes");
        }
        if (edges.isPresent() != manifest.instances()) {
            throw mismatch(edges.isPresent() ? "instance edges" : "no instance edges");
        }
        if (edges.isPresent()
                && (edges.get().width() != manifest.width() || edges.get().height() != manifest.height())) {
            throw mismatch("instance edges of " + edges.get().width() + " x "
                    + edges.get().height());
        }
        return masks.get(labels, edges, OneHotMask::new);
    }

    @Override
    public List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException {
        for (RenderRequest request : batch.requests()) {
            check(request);
        }
        return graph.thread().call(() -> render(batch));
    }

    private List<RgbImage> render(RenderBatch batch) throws InferenceFailedException {
        int size = batch.size();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put(
                    GraphContract.SEGMENTATION,
                    OnnxTensor.createTensor(graph.environment(), segmentation.pack(batch), segmentation.shape(size)));
            if (manifest.styleSize() > 0) {
                inputs.put(GraphContract.STYLE, OnnxTensor.createTensor(graph.environment(), styles(batch), new long[] {
                    size, manifest.styleSize()
                }));
            }
            try (OrtSession.Result result = graph.run(inputs, Set.of(GraphContract.PIXELS))) {
                return pictures((OnnxTensor) result.get(0), size);
            }
        } catch (OrtException | OutOfMemoryError e) {
            throw OnnxFailures.translate(
                    "rendering " + size + " images of " + manifest.width() + " x " + manifest.height()
                            + " with bundle '" + bundle.reference() + "' on "
                            + graph.runtime().provider(),
                    e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** {@code N x Z}. */
    private FloatBuffer styles(RenderBatch batch) {
        FloatBuffer styles = FloatBuffer.allocate(batch.size() * manifest.styleSize());
        batch.requests().forEach(request -> styles.put(request.style().values()));
        return styles.flip();
    }

    /** @param pixels {@code N x H x W x 3}, uint8 */
    private List<RgbImage> pictures(OnnxTensor pixels, int size) throws InferenceFailedException {
        int bytesPerPicture = manifest.height() * manifest.width() * 3;
        ByteBuffer bytes = pixels.getByteBuffer();
        if (bytes.remaining() != size * bytesPerPicture) {
            throw new InferenceFailedException(
                    FailureKind.WORKER,
                    "bundle '" + bundle.reference() + "' gave " + bytes.remaining() + " bytes for " + size
                            + " images of " + manifest.width() + " x " + manifest.height(),
                    null);
        }
        List<RgbImage> pictures = new ArrayList<>(size);
        for (int n = 0; n < size; n++) {
            byte[] picture = new byte[bytesPerPicture];
            bytes.get(picture);
            pictures.add(new RgbImage(manifest.width(), manifest.height(), picture));
        }
        return pictures;
    }

    /** What another bundle's job would get wrong: found here, not by a crash in native code. */
    private void check(RenderRequest request) throws InferenceFailedException {
        if (!(request.mask() instanceof OneHotMask mask)
                || mask.labels().width() != manifest.width()
                || mask.labels().height() != manifest.height()) {
            throw mismatch("a mask that another bundle's generator prepared");
        }
        if (request.style().size() != manifest.styleSize()) {
            throw mismatch("a style vector of " + request.style().size() + " numbers");
        }
    }

    private InferenceFailedException mismatch(String got) {
        return new InferenceFailedException(
                FailureKind.JOB,
                "bundle '" + bundle.reference() + "' got " + got + " but takes " + manifest.width() + " x "
                        + manifest.height() + ", " + manifest.labels().size() + " classes, " + manifest.styleSize()
                        + " style numbers, " + (manifest.instances() ? "with" : "without") + " instance edges",
                null);
    }

    @Override
    public GeneratorRuntime runtime() {
        return graph.runtime();
    }

    @Override
    public void close() {
        graph.close();
    }
}
