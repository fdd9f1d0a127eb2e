package org.limner.trainer.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limner.trainer.config.ConfigException;

/** Starts the tensor engine the way a training wants it. What is set here only counts before the engine's first use. */
public final class TensorEngine {
    /** The C library's environment: Java's own is a copy that native libraries never see. */
    private interface CLibrary extends Library {
        int setenv(String name, String value, int overwrite);
    }

    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,3})");

    /** About 0.1 ms of looking before a thread sleeps: more gained nothing, a twentieth of it was no better than sleeping. */
    private static final String SPINS = "20000";

    private static volatile Device device = Device.cpu();
    private static volatile int threads;

    private TensorEngine() {}

    /** As {@link #start(int, String)}, on the CPU. */
    public static void start(int threads) {
        start(threads, "cpu");
    }

    /**
     * Loads the engine without network access; the calling thread becomes the one that trains.
     *
     * @param threads of one operation; 0: the engine's choice, one per core
     * @param where   tensors live: {@code cpu} or {@code cuda:N}
     * @throws ConfigException if there is no such device; never falls back to another one
     */
    public static void start(int threads, String where) {
        TensorEngine.threads = threads;
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        if (!Platform.isWindows()) { // what a person has set stays
            CLibrary environment = Native.load("c", CLibrary.class);
            if (coresAreFree(load(), Runtime.getRuntime().availableProcessors())) {
                environment.setenv("GOMP_SPINCOUNT", SPINS, 0);
            } else {
                environment.setenv("OMP_WAIT_POLICY", "passive", 0);
            }
            // Its one warning in every training is about its own insides, and 500 characters long.
            environment.setenv("TORCH_CPP_LOG_LEVEL", "ERROR", 0);
        }
        device = device(where, Engine.getInstance());
        if (threads > 0) {
            JniUtils.setNumThreads(threads); // the property is read once, and the engine may have run before
        }
        JniUtils.setGradMode(false); // graphs are made inside gradient collectors alone; new threads default to true
    }

    /**
     * Whether threads that wait for each other within an operation may spin, instead of sleeping. On two free cores a step of the
     * benchmark took 0.55 s with spinning and 0.89 s with sleeping threads; beside one busy core 2.1 s and 0.99 s (Intel Xeon,
     * November 2026). It holds for the process, so the machine is looked at once, when it starts.
     */
    static boolean coresAreFree(double load, int cores) {
        return load >= 0 && load < 0.5 * cores;
    }

    /** Of the last minute; negative where the system does not say. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static Device device(String where, Engine engine) {
        if (where.equals("cpu")) {
            return Device.cpu();
        }
        Matcher cuda = CUDA.matcher(where);
        if (!cuda.matches()) {
            throw new ConfigException("--device " + where + ": must be cpu or cuda:N, such as cuda:0");
        }
        int index = Integer.parseInt(cuda.group(1));
        if (index >= engine.getGpuCount()) {
            throw new ConfigException(
                    ("--device %s: PyTorch %s sees %d CUDA devices; a CUDA build of libtorch is named by"
                                    + " PYTORCH_LIBRARY_PATH, with PYTORCH_VERSION and PYTORCH_FLAVOR")
                            .formatted(where, engine.getVersion(), engine.getGpuCount()));
        }
        return Device.gpu(index);
    }

    /** What {@link #start(int, String)} was told, for other engines beside this one; 0: one per core. */
    static int threads() {
        return threads;
    }

    /** A manager on the device that was chosen; the caller closes it. */
    static NDManager newManager() {
        return NDManager.newBaseManager(device);
    }
}
