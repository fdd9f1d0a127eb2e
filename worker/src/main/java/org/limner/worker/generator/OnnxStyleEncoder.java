package org.limner.worker.generator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.image.PhotoResampling;
import org.limner.worker.image.RgbImage;
import org.limner.worker.style.StyleEncoder;
import org.limner.worker.style.StyleEncoding;

/**
 * Encodes photographs with a bundle's encoder in ONNX Runtime. A photograph is first brought to the size of the bundle's
 * pictures: that is what the encoder was shown in training, in its own square.
 */
final class OnnxStyleEncoder implements StyleEncoder {
    private final ModelBundle bundle;
    private final OnnxGraph graph;
    private final int side;

    private OnnxStyleEncoder(ModelBundle bundle, OnnxGraph graph) {
        this.bundle = bundle;
        this.graph = graph;
        this.side = bundle.manifest().encoderInputSize().orElseThrow();
    }

    /** Throws {@link org.limner.worker.bundle.BundleRefusedException} when the graph is not what the manifest says. */
    static OnnxStyleEncoder open(ModelBundle bundle, SessionSettings settings) {
        return new OnnxStyleEncoder(bundle, OnnxGraph.open(bundle, GraphContract.encoder(bundle.manifest()), settings));
    }

    @Override
    public StyleEncoding encode(RgbImage photograph) throws InferenceFailedException {
        RgbImage picture = PhotoResampling.bicubic(
                photograph, bundle.manifest().width(), bundle.manifest().height());
        float[] planes = PhotoResampling.bilinearPlanes(picture, side); // 3 x S x S
        StyleEncoding encoding = graph.thread().call(() -> run(planes));
        for (int i = 0; i < encoding.mu().length; i++) {
            if (!Float.isFinite(encoding.mu()[i]) || !Float.isFinite(encoding.logvar()[i])) {
                throw new InferenceFailedException(
                        FailureKind.JOB,
                        "the encoder of bundle '" + bundle.reference() + "' gave mu " + encoding.mu()[i]
                                + " and logvar " + encoding.logvar()[i] + " at index " + i,
                        null);
            }
        }
        return encoding;
    }

    private StyleEncoding run(float[] planes) throws InferenceFailedException {
        try (OnnxTensor image = OnnxTensor.createTensor(
                        graph.environment(), FloatBuffer.wrap(planes), new long[] {1, 3, side, side});
                OrtSession.Result result =
                        graph.run(Map.of(GraphContract.IMAGE, image), Set.of(GraphContract.MU, GraphContract.LOGVAR))) {
            return new StyleEncoding(numbers(result, GraphContract.MU), numbers(result, GraphContract.LOGVAR));
        } catch (OrtException | OutOfMemoryError e) {
            throw OnnxFailures.translate(
                    "encoding a photograph with bundle '" + bundle.reference() + "' on "
                            + graph.runtime().provider(),
                    e);
        }
    }

    private static float[] numbers(OrtSession.Result result, String output) {
        FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }

    @Override
    public void close() {
        graph.close();
    }
}
