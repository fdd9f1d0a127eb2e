package org.limner.worker.generator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.Map;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.worker.failure.InferenceFailedException;

/** How a generator's graph reads masks: one for each {@link Conditioning}. */
interface Conditioner {

    static Conditioner of(BundleManifest bundle) {
        return bundle.conditioning() == Conditioning.LABEL_WINDOW
                ? new LabelWindowConditioner(bundle)
                : new OneHotConditioner(bundle);
    }

    /** What the manifest promises of the graph. */
    GraphContract contract();

    /** A mask of the bundle's size and labels, ready for batches. Thread-safe. */
    PreparedMask prepare(MaskKey mask);

    /** Whether this bundle's {@link #prepare} can have made {@code mask}. */
    boolean takes(PreparedMask mask);

    /**
     * Puts the graph's inputs for the masks of {@code batch} into {@code inputs}, by name; the caller closes them. On the
     * session's thread. Throws RESOURCES when an input cannot be one buffer.
     */
    void addInputs(RenderBatch batch, OrtEnvironment environment, Map<String, OnnxTensor> inputs)
            throws InferenceFailedException, OrtException;
}
