package org.limner.worker.generator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.Map;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.worker.failure.InferenceFailedException;

/** The plain graph's segmentation: one channel per label. */
final class OneHotConditioner implements Conditioner {
    private final BundleManifest bundle;
    private final OneHotBatch segmentation;

    OneHotConditioner(BundleManifest bundle) {
        this.bundle = bundle;
        this.segmentation = new OneHotBatch(bundle);
    }

    @Override
    public GraphContract contract() {
        return GraphContract.oneHot(bundle);
    }

    @Override
    public PreparedMask prepare(MaskKey mask) {
        return new OneHotMask(mask);
    }

    @Override
    public boolean takes(PreparedMask mask) {
        return mask instanceof OneHotMask oneHot
                && oneHot.labels().width() == bundle.width()
                && oneHot.labels().height() == bundle.height();
    }

    @Override
    public void addInputs(RenderBatch batch, OrtEnvironment environment, Map<String, OnnxTensor> inputs)
            throws InferenceFailedException, OrtException {
        inputs.put(
                GraphContract.SEGMENTATION,
                OnnxTensor.createTensor(environment, segmentation.pack(batch), segmentation.shape(batch.size())));
    }
}
