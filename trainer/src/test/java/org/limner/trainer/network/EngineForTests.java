package org.limner.trainer.network;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/** The tensor engine as tests want it: one thread, so that sums come out in the same order every time. */
public final class EngineForTests {
    private EngineForTests() {}

    /** A manager that the test closes. */
    public static NDManager manager() {
        System.setProperty("ai.djl.offline", "true");
        NDManager manager = NDManager.newBaseManager();
        JniUtils.setNumThreads(1);
        return manager;
    }
}
