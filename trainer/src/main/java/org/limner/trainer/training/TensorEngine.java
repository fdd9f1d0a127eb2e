package org.limner.trainer.training;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/** Starts the tensor engine the way a training wants it. What is set here only counts before the engine's first use. */
public final class TensorEngine {
    /** The C library's environment: Java's own is a copy that native libraries never see. */
    private interface CLibrary extends Library {
        int setenv(String name, String value, int overwrite);
    }

    private TensorEngine() {}

    /**
     * Loads the engine without network access; the calling thread becomes the one that trains.
     *
     * @param threads of one operation; 0: the engine's choice, one per core
     */
    public static void start(int threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        if (!Platform.isWindows()) {
            // Waiting OpenMP threads spin by default, on cores that decoding, JIT and other programs need: measured 3
            // to
            // 12 s instead of 1 s for a busy machine's first step. What a person has set stays.
            Native.load("c", CLibrary.class).setenv("OMP_WAIT_POLICY", "passive", 0);
        }
        Engine.getInstance();
        if (threads > 0) {
            JniUtils.setNumThreads(threads); // the property is read once, and the engine may have run before
        }
        JniUtils.setGradMode(false); // graphs are made inside gradient collectors alone; new threads default to true
    }
}
