package org.limner.trainer.bundle;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
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
        return open(file, 0);
    }

    /** As {@link #open(Path)}, with this many threads per operation; 0: one per core. */
    public static GraphSession open(Path file, int threads) {
        OrtEnvironment environment = RuntimeStart.environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
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

    /** The inputs' axes by name, in order; -1 where the graph leaves one open. */
    public Map<String, long[]> inputs() {
        try {
            return shapes(session.getInputInfo());
        } catch (OrtException broken) {
            throw new UnusableGraphException(file.getFileName() + " has no readable inputs", broken);
        }
    }

    /** The outputs' axes, likewise. */
    public Map<String, long[]> outputs() {
        try {
            return shapes(session.getOutputInfo());
        } catch (OrtException broken) {
            throw new UnusableGraphException(file.getFileName() + " has no readable outputs", broken);
        }
    }

    private static Map<String, long[]> shapes(Map<String, NodeInfo> nodes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo tensor) { // no graph here has sequences or maps
                shapes.put(name, tensor.getShape());
            }
        });
        return shapes;
    }

    /** Runs the graph on float32 and int32 inputs by name; outputs are F32, U8 or I64 (which int32 becomes). */
    public Map<String, WeightTensor> run(Map<String, WeightTensor> inputs) {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, WeightTensor> input : inputs.entrySet()) {
                given.put(input.getKey(), tensor(input.getValue()));
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

    private OnnxTensor tensor(WeightTensor values) throws OrtException {
        if (values.type() != ElementType.I32) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values.floats()), values.shape());
        }
        int[] integers =
                Arrays.stream(values.longs()).mapToInt(Math::toIntExact).toArray();
        return OnnxTensor.createTensor(environment, IntBuffer.wrap(integers), values.shape());
    }

    private static WeightTensor read(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        if (info.type == OnnxJavaType.FLOAT) {
            FloatBuffer buffer = tensor.getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return WeightTensor.of(values, info.getShape());
        }
        if (info.type == OnnxJavaType.INT64) {
            LongBuffer buffer = tensor.getLongBuffer();
            long[] values = new long[buffer.remaining()];
            buffer.get(values);
            return WeightTensor.of(ElementType.I64, values, info.getShape());
        }
        if (info.type == OnnxJavaType.INT32) {
            IntBuffer buffer = tensor.getIntBuffer();
            long[] values = new long[buffer.remaining()];
            for (int i = 0; i < values.length; i++) {
                values[i] = buffer.get();
            }
            return WeightTensor.of(ElementType.I64, values, info.getShape());
        }
        if (info.type != OnnxJavaType.UINT8) {
            throw new UnusableGraphException("outputs are float32, uint8, int32 or int64, not " + info.type);
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
