package org.limner.trainer.bundle;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A generator's graph in ONNX Runtime on the CPU, run as the worker runs it, with a clock. Owns the session. */
public final class TimedGraph implements AutoCloseable {
    private final Path file;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final double openingSeconds;

    private TimedGraph(Path file, OrtEnvironment environment, OrtSession session, double openingSeconds) {
        this.file = file;
        this.environment = environment;
        this.session = session;
        this.openingSeconds = openingSeconds;
    }

    /**
     * Opens a graph.
     *
     * @param threads per operation; 0: one per core
     * @throws UnusableGraphException with the runtime's words when the graph is broken
     */
    public static TimedGraph open(Path file, int threads) {
        OrtEnvironment environment = RuntimeStart.environment();
        // These options are the worker's.
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setMemoryPatternOptimization(false);
            options.setInterOpNumThreads(1);
            options.setIntraOpNumThreads(
                    threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
            options.addConfigEntry("session.intra_op.allow_spinning", "1");
            options.addConfigEntry("session.force_spinning_stop", "1");
            long begin = System.nanoTime();
            OrtSession session = environment.createSession(file.toString(), options);
            return new TimedGraph(file, environment, session, (System.nanoTime() - begin) / 1e9);
        } catch (OrtException broken) {
            throw new UnusableGraphException(file + " does not open: " + broken.getMessage(), broken);
        }
    }

    /** How long it took to create the session. */
    public double openingSeconds() {
        return openingSeconds;
    }

    /** Renders to {@code pixels}; gives the seconds that took, without making tensors of the buffers. */
    public double seconds(List<GraphInput> inputs) {
        return run(inputs, "pixels", (result, seconds) -> seconds);
    }

    /** Renders to {@code image}: {@code N x 3 x H x W}, all of it numbers, or {@link UnusableGraphException}. */
    public float[] image(List<GraphInput> inputs) {
        float[] image = run(inputs, "image", (result, seconds) -> {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        });
        for (float value : image) {
            if (!Float.isFinite(value)) {
                throw new UnusableGraphException(file + " paints " + value);
            }
        }
        return image;
    }

    private interface Reading<T> {
        T of(OrtSession.Result result, double seconds);
    }

    private <T> T run(List<GraphInput> inputs, String output, Reading<T> reading) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (GraphInput input : inputs) {
                tensors.put(input.name(), tensor(input));
            }
            long begin = System.nanoTime();
            try (OrtSession.Result result = session.run(tensors, Set.of(output))) {
                return reading.of(result, (System.nanoTime() - begin) / 1e9);
            }
        } catch (OrtException broken) {
            throw new UnusableGraphException(file + " does not run: " + broken.getMessage(), broken);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(GraphInput input) throws OrtException {
        return input.values() instanceof FloatBuffer floats
                ? OnnxTensor.createTensor(environment, floats, input.shape())
                : OnnxTensor.createTensor(environment, (IntBuffer) input.values(), input.shape());
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException broken) {
            throw new UnusableGraphException(file + " does not close", broken);
        }
    }
}
