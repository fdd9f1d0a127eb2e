package org.limner.trainer.bundle;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.limner.trainer.weights.ElementType;
import org.limner.trainer.weights.WeightTensor;

/** A graph in ONNX Runtime on the CPU, to look at what was written. Slow and simple beside the worker's; owns the session. */
public final class GraphSession implements AutoCloseable {
    private final Path file;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private GraphSession(Path file, OrtEnvironment environment, OrtSession session) {
        this.file = file;
        this.environment = environment;
        this.session = session;
    }

    /** Throws {@link UnusableGraphException} with the runtime's words when the graph is broken. */
    public static GraphSession open(Path file) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.addConfigEntry("session.intra_op.allow_spinning", "0"); // the cores may have other work
            return new GraphSession(file, environment, environment.createSession(file.toString(), options));
        } catch (OrtException broken) {
            throw new UnusableGraphException(file.getFileName() + " does not open: " + broken.getMessage(), broken);
        }
    }

    /** The strings written beside the graph. */
    public Map<String, String> metadata() {
        try {
            return session.getMetadata().getCustomMetadata();
        } catch (OrtException broken) {
            throw new UnusableGraphException(file.getFileName() + " has no readable metadata", broken);
        }
    }

    /** Runs the graph on float32 inputs by name; outputs are F32 or U8. */
    public Map<String, WeightTensor> run(Map<String, WeightTensor> inputs) {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, WeightTensor> input : inputs.entrySet()) {
                WeightTensor tensor = input.getValue();
                given.put(
                        input.getKey(),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats()), tensor.shape()));
            }
            try (OrtSession.Result result = session.run(given)) {
                Map<String, WeightTensor> outputs = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> output : result) {
                    outputs.put(output.getKey(), read((OnnxTensor) output.getValue()));
                }
                return outputs;
            }
        } catch (OrtException broken) {
            throw new UnusableGraphException(file.getFileName() + " does not run: " + broken.getMessage(), broken);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static WeightTensor read(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        if (info.type == OnnxJavaType.FLOAT) {
            FloatBuffer buffer = tensor.getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return WeightTensor.of(values, info.getShape());
        }
        if (info.type != OnnxJavaType.UINT8) {
            throw new UnusableGraphException("a graph of a bundle has float32 and uint8 outputs, not " + info.type);
        }
        ByteBuffer buffer = tensor.getByteBuffer();
        long[] values = new long[buffer.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.get() & 0xff;
        }
        return WeightTensor.of(ElementType.U8, values, info.getShape());
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException broken) {
            throw new UnusableGraphException(file.getFileName() + " does not close", broken);
        }
    }
}
