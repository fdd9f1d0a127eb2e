package org.limner.worker.generator;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.limner.worker.bundle.BundleRefusedException;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.InferenceFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A graph of a bundle in an ONNX Runtime session on its own thread, checked against the manifest. Owns both. */
final class OnnxGraph implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxGraph.class);

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final SessionThread thread;
    private final GeneratorRuntime runtime;

    private OnnxGraph(OrtEnvironment environment, OrtSession session, SessionThread thread, GeneratorRuntime runtime) {
        this.environment = environment;
        this.session = session;
        this.thread = thread;
        this.runtime = runtime;
    }

    /** Throws {@link BundleRefusedException} when the graph is not what {@code contract} says or cannot run there. */
    static OnnxGraph open(ModelBundle bundle, GraphContract contract, SessionSettings settings) {
        String name = bundle.reference() + " " + contract.file();
        NativeLibraries.extract();
        SessionThread thread = new SessionThread(name);
        try {
            OnnxGraph graph = thread.call(() -> open(bundle, contract, settings, thread));
            graph.check(bundle, contract);
            return graph;
        } catch (OrtException | InferenceFailedException e) {
            thread.close();
            if (e.getCause() instanceof BundleRefusedException refused) {
                throw refused;
            }
            throw new BundleRefusedException(
                    "bundle '" + bundle.reference() + "': " + contract.file() + " cannot be opened on "
                            + settings.device() + ": " + e.getMessage(),
                    e);
        }
    }

    /** On the session's thread from the first call into native code on: see the thread's stack. */
    private static OnnxGraph open(
            ModelBundle bundle, GraphContract contract, SessionSettings settings, SessionThread thread)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "limner");
        Path file = bundle.folder().resolve(contract.file());
        try (OrtSession.SessionOptions options = options(settings, environment)) {
            long start = System.nanoTime();
            OrtSession session = environment.createSession(file.toString(), options);
            LOG.info(
                    "A graph was opened; bundle={} file={} milliseconds={}",
                    bundle.reference(),
                    contract.file(),
                    (System.nanoTime() - start) / 1_000_000);
            GeneratorRuntime runtime = new GeneratorRuntime(
                    "onnxruntime " + environment.getVersion(), settings.device().toString());
            return new OnnxGraph(environment, session, thread, runtime);
        }
    }

    private static OrtSession.SessionOptions options(SessionSettings settings, OrtEnvironment environment)
            throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            // Patterns are planned per input shape and kept: memory grows with every batch size seen.
            options.setMemoryPatternOptimization(false);
            options.setInterOpNumThreads(1); // the graphs are chains
            // Not 0 for 'all': the runtime would count the machine's cores, not the container's, and pin them.
            int threads = settings.intraOpThreads();
            options.setIntraOpNumThreads(
                    threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
            // Threads spin for the next operator, which gains 5 % (hundreds of short ones), but not between runs: idle
            // threads leave the cores to decoding.
            options.addConfigEntry("session.intra_op.allow_spinning", "1");
            options.addConfigEntry("session.force_spinning_stop", "1");
            if (settings.device() instanceof Device.Cuda cuda) {
                if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
                    throw new BundleRefusedException("device " + cuda + " is asked for, but onnxruntime "
                            + environment.getVersion() + " here has only " + OrtEnvironment.getAvailableProviders()
                            + "; build with -Pcuda");
                }
                addCuda(options, cuda, settings.cuda());
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private static void addCuda(OrtSession.SessionOptions options, Device.Cuda device, CudaSettings settings)
            throws OrtException {
        try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(device.index())) {
            for (Map.Entry<String, String> option : settings.providerOptions().entrySet()) {
                provider.add(option.getKey(), option.getValue());
            }
            options.addCUDA(provider);
        }
    }

    private void check(ModelBundle bundle, GraphContract contract) throws OrtException {
        contract.difference(ports(session.getInputInfo()), ports(session.getOutputInfo()))
                .ifPresent(difference -> {
                    close();
                    throw new BundleRefusedException("bundle '" + bundle.reference() + "': " + difference);
                });
    }

    private static Map<String, Port> ports(Map<String, NodeInfo> nodes) {
        Map<String, Port> ports = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo tensor) {
                ports.put(
                        name,
                        new Port(
                                name,
                                tensor.type,
                                Arrays.stream(tensor.getShape()).boxed().toList()));
            }
        });
        return ports;
    }

    OrtEnvironment environment() {
        return environment;
    }

    GeneratorRuntime runtime() {
        return runtime;
    }

    /** The thread on which {@link #run} must be called. */
    SessionThread thread() {
        return thread;
    }

    /** One run; the caller closes the result, then the inputs. */
    OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
        return session.run(inputs, outputs);
    }

    /** After the run in progress. */
    @Override
    public void close() {
        thread.closeAfter(() -> {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("session could not be closed", e);
            }
        });
    }
}
